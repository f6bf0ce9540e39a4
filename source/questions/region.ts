import { type Region, regions } from '../catalog/regions.ts';
import { regionComplaint } from '../recipe/check.ts';
import { single, withRecipe } from './answers.ts';
import type { Choice, ChoiceQuestion } from './question.ts';

/** A region as a row of a list. */
export const regionRow = ({ id, name, optIn }: Region): Choice => ({
	value: id,
	label: id,
	hint: name,
	keywords: name,
	...(optIn && { mark: 'opt-in' }),
});

/** Where the machine runs while the image is built, and where the image is kept. */
export const region: ChoiceQuestion = {
	kind: 'choice',
	id: 'region',
	section: 'region',
	asked: 'walk',
	title: 'Region',
	text: 'The part of the world where the image is built and kept.',
	flag: { name: 'region', value: '<id>' },
	read: ({ recipe }) => recipe.region,
	write: (decisions, answer) => withRecipe(decisions, { region: single(answer) }),
	check: answer => regionComplaint(single(answer)),
	summary: ({ recipe }) => recipe.region,
	choices: () =>
		regions.map(candidate => ({
			...regionRow(candidate),
			details: [
				`${candidate.name}.`,
				...(candidate.optIn ? ['An account must enable this region first.'] : []),
				'Servers start from an image in their own region; copies to others are asked for later.',
			],
		})),
};
