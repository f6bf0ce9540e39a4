import { type Region, regions, regionsDate } from '../catalog/regions.ts';
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
				`${candidate.name}. Servers can only be started from the image in its own region;`,
				'copies to other regions can be asked for later.',
				candidate.optIn
					? 'An account must enable this region before it can be used.'
					: `One of the ${regions.length} regions of ${regionsDate}.`,
			],
		})),
};
