import { regions, regionsDate } from '../catalog/regions.ts';
import { regionComplaint } from '../recipe/check.ts';
import { single, withRecipe } from './answers.ts';
import type { ChoiceQuestion } from './question.ts';

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
		regions.map(({ id, name, optIn }) => ({
			value: id,
			label: id,
			hint: name,
			keywords: name,
			...(optIn && { mark: 'opt-in' }),
			details: [
				`${name}. Servers can only be started from the image in its own region;`,
				'copies to other regions can be asked for later.',
				optIn
					? 'An account must enable this region before it can be used.'
					: `One of the ${regions.length} regions of ${regionsDate}.`,
			],
		})),
};
