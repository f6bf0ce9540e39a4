import { regions } from '../catalog/regions.ts';
import { regionComplaint } from '../recipe/check.ts';
import { several, withRecipe } from './answers.ts';
import type { ManyQuestion } from './question.ts';
import { regionRow } from './region.ts';

/** Regions that get a copy of the image. */
export const copyTo: ManyQuestion = {
	kind: 'many',
	id: 'copy-to',
	section: 'more',
	asked: 'settings',
	title: 'Copy to',
	text: 'More regions that get a copy of the image',
	flag: { name: 'copy-to', value: '<id,id>' },
	read: ({ recipe }) => recipe.copyTo,
	write: (decisions, answer) =>
		withRecipe(decisions, {
			copyTo: regions.map(region => region.id).filter(id => several(answer).includes(id)),
		}),
	check: (answer, { recipe }) =>
		several(answer)
			.map(id => (id === recipe.region ? `${id} is where the image is built.` : regionComplaint(id)))
			.find(complaint => complaint !== undefined),
	repair: decisions => ({
		decisions: withRecipe(decisions, {
			copyTo: decisions.recipe.copyTo.filter(id => id !== decisions.recipe.region),
		}),
		note: `without ${decisions.recipe.region}: it is built there`,
	}),
	summary: ({ recipe }) => (recipe.copyTo.length > 0 ? recipe.copyTo.join(', ') : 'nowhere'),
	choices: ({ recipe }) =>
		regions.map(candidate => ({
			...regionRow(candidate),
			details: [`${candidate.name}. The copy is an image of its own, with its own id and the same tags.`],
			...(candidate.id === recipe.region && { disabled: `${candidate.id} is where the image is built.` }),
		})),
};
