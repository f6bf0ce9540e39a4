import { regions } from '../catalog/regions.ts';
import { regionComplaint } from '../recipe/check.ts';
import { recipeSchema } from '../recipe/schema.ts';
import { several, single, withRecipe } from './answers.ts';
import type { ChoiceQuestion, ManyQuestion, TextQuestion } from './question.ts';

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
		regions.map(({ id, name, optIn }) => ({
			value: id,
			label: id,
			hint: name,
			keywords: name,
			...(optIn && { mark: 'opt-in' }),
			details: [`${name}. The copy is an image of its own, with its own id and the same tags.`],
			...(id === recipe.region && { disabled: `${id} is where the image is built.` }),
		})),
};

/** The instance profile of the machine while it builds. */
export const instanceProfile: TextQuestion = {
	kind: 'text',
	id: 'instance-profile',
	section: 'more',
	asked: 'settings',
	title: 'Instance profile',
	text: 'A role for the machine while it builds. Empty: none.',
	flag: { name: 'instance-profile', value: '<name>' },
	read: ({ recipe }) => recipe.instanceProfile ?? '',
	write: (decisions, answer) =>
		withRecipe(decisions, { instanceProfile: single(answer).trim() || undefined }),
	check: answer =>
		single(answer).trim() === '' ||
		recipeSchema.shape.instanceProfile.safeParse(single(answer).trim()).success
			? undefined
			: 'An instance profile has letters, digits and + = , . @ - _ only.',
	summary: ({ recipe }) => recipe.instanceProfile ?? 'none while it builds',
	details: () => ['Needed if your scripts call AWS, for example to read from a bucket.'],
};

/** Whether the machine is a spot instance. */
export const spot: ChoiceQuestion = {
	kind: 'choice',
	id: 'spot',
	section: 'more',
	asked: 'settings',
	title: 'Spot price',
	text: 'Whether to build on spare capacity, which AWS may take back.',
	flag: { name: 'spot', value: 'yes|no' },
	read: ({ recipe }) => (recipe.spot ? 'yes' : 'no'),
	write: (decisions, answer) => withRecipe(decisions, { spot: single(answer) === 'yes' }),
	check: answer => (['yes', 'no'].includes(single(answer)) ? undefined : 'Spot is yes or no.'),
	summary: ({ recipe }) => (recipe.spot ? 'yes' : 'no'),
	choices: () => [
		{ value: 'no', label: 'no', details: ['The usual: the machine is yours until the image is made.'] },
		{ value: 'yes', label: 'yes', details: ['Cheaper; if AWS takes the machine back, the build fails.'] },
	],
};

/** The folder for the files. */
export const folder: TextQuestion = {
	kind: 'text',
	id: 'folder',
	section: 'more',
	asked: 'settings',
	title: 'Files',
	text: 'The folder for the files. Empty: a folder with the name of the image.',
	flag: { name: 'out', value: '<folder>' },
	read: decisions => decisions.folder ?? '',
	write: (decisions, answer) => ({ ...decisions, folder: single(answer).trim() || null }),
	check: answer => (single(answer).includes('\0') ? 'A folder has no NUL in its name.' : undefined),
	summary: decisions => decisions.folder ?? `./${decisions.recipe.name}`,
};
