import { regions } from '../../../catalog/regions.ts';
import { inSmallLetters, several, withAws } from '../../../questions/answers.ts';
import type { ManyQuestion } from '../../../questions/question.ts';
import { copyWarning, regionComplaint } from '../recipe/place.ts';
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
	read: ({ recipe }) => recipe.aws.copyTo,
	write: (decisions, answer) => withAws(decisions, { copyTo: inOrder(several(answer)) }),
	check: (answer, { recipe }) =>
		several(answer)
			.map(id => (id === recipe.aws.region ? `${id} is where the image is built.` : regionComplaint(id)))
			.find(complaint => complaint !== undefined),
	warn: ({ recipe }) =>
		recipe.aws.copyTo.map(id => copyWarning(recipe, id)).filter(warning => warning !== undefined),
	repair: decisions => ({
		decisions: withAws(decisions, {
			copyTo: decisions.recipe.aws.copyTo.filter(id => id !== decisions.recipe.aws.region),
		}),
		note: `without ${decisions.recipe.aws.region}: it is built there`,
	}),
	summary: ({ recipe }) => (recipe.aws.copyTo.length > 0 ? recipe.aws.copyTo.join(', ') : 'nowhere'),
	topics: ['regions'],
	choices: ({ recipe }, facts) =>
		regionRows(
			recipe.aws.copyTo,
			name =>
				`${name}. The copy has an id of its own and the same tags. If it fails, the image stays and can be copied later.`,
			facts,
		).map(row =>
			row.value === recipe.aws.region
				? { ...row, disabled: `${row.value} is where the image is built.` }
				: row,
		),
	other: otherRegion,
};
