import { regions } from '../catalog/regions.ts';
import { copyWarning, regionComplaint } from '../recipe/place.ts';
import { inSmallLetters, several, withRecipe } from './answers.ts';
import type { ManyQuestion } from './question.ts';
import { otherRegion, regionRows } from './region.ts';

/** In the order of the list, each once; what the list does not have last. */
const inOrder = (ids: readonly string[]): string[] => [
	...new Set([...regions.map(region => region.id).filter(id => ids.includes(id)), ...ids]),
];

/** Regions that get a copy of the image. */
export const copyTo: ManyQuestion = {
	kind: 'many',
	id: 'copy-to',
	section: 'more',
	asked: 'settings',
	title: 'Copy to',
	text: 'More regions that get a copy of the image',
	flag: { name: 'copy-to', value: '<id,id>' },
	meant: inSmallLetters,
	read: ({ recipe }) => recipe.copyTo,
	write: (decisions, answer) => withRecipe(decisions, { copyTo: inOrder(several(answer)) }),
	check: (answer, { recipe }) =>
		several(answer)
			.map(id => (id === recipe.region ? `${id} is where the image is built.` : regionComplaint(id)))
			.find(complaint => complaint !== undefined),
	warn: ({ recipe }) =>
		recipe.copyTo.map(id => copyWarning(recipe, id)).filter(warning => warning !== undefined),
	repair: decisions => ({
		decisions: withRecipe(decisions, {
			copyTo: decisions.recipe.copyTo.filter(id => id !== decisions.recipe.region),
		}),
		note: `without ${decisions.recipe.region}: it is built there`,
	}),
	summary: ({ recipe }) => (recipe.copyTo.length > 0 ? recipe.copyTo.join(', ') : 'nowhere'),
	choices: ({ recipe }) =>
		regionRows(
			recipe.copyTo,
			name =>
				`${name}. The copy has an id of its own and the same tags. If it fails, the image stays and can be copied later.`,
		).map(row =>
			row.value === recipe.region ? { ...row, disabled: `${row.value} is where the image is built.` } : row,
		),
	other: otherRegion,
};
