import { usualMinutes } from '../base/build-mode.ts';
import { sentenceDuration } from '../base/durations.ts';
import { recipeSchema } from '../recipe/schema.ts';
import { inSmallLetters, single, withAws, withRecipe } from './answers.ts';
import { type ChoiceQuestion, filesFolder, type TextQuestion } from './question.ts';

/** Whether the machine is a spot instance. */
export const spot: ChoiceQuestion = {
	kind: 'choice',
	id: 'spot',
	section: 'more',
	asked: 'settings',
	title: 'Spot price',
	text: 'Whether to build on spare capacity, which AWS may take back.',
	flag: { name: 'spot', value: 'yes|no' },
	meant: inSmallLetters,
	read: ({ recipe }) => (recipe.aws.spot ? 'yes' : 'no'),
	write: (decisions, answer) => withAws(decisions, { spot: single(answer) === 'yes' }),
	check: answer => (['yes', 'no'].includes(single(answer)) ? undefined : 'Spot is yes or no.'),
	summary: ({ recipe }) => (recipe.aws.spot ? 'yes' : 'no'),
	choices: () => [
		{ value: 'no', label: 'no', details: ['The usual: the machine is yours until the image is made.'] },
		{ value: 'yes', label: 'yes', details: ['Cheaper; if AWS takes the machine back, the build fails.'] },
	],
};

/** The folder of the machine from which scripts are run. */
export const scriptFolder: TextQuestion = {
	kind: 'text',
	id: 'script-folder',
	section: 'more',
	asked: 'settings',
	title: 'Script folder',
	text: 'The folder of the machine from which scripts are run. Empty: /tmp.',
	flag: { name: 'script-folder', value: '<path>' },
	read: ({ recipe }) => recipe.scriptFolder ?? '',
	write: (decisions, answer) => withRecipe(decisions, { scriptFolder: single(answer).trim() || undefined }),
	check: answer =>
		single(answer).trim() === '' || recipeSchema.shape.scriptFolder.safeParse(single(answer).trim()).success
			? undefined
			: 'A folder of the machine looks like /var/tmp.',
	summary: ({ recipe }) => recipe.scriptFolder ?? '/tmp',
	details: () => ['For images that let nothing run in /tmp. The log-in user must be able to write there.'],
};

const minutesOf = (answer: string): number | 'off' => (answer === 'off' ? 'off' : Number(answer));

const isMinutes = (value: number | 'off'): boolean =>
	value === 'off' || (value > 0 && Number.isFinite(value * 60_000));

/** How long a build may take, and the machine in AWS lives. */
export const timeout: TextQuestion = {
	kind: 'text',
	id: 'timeout',
	section: 'more',
	asked: 'settings',
	title: 'Time limit',
	text: 'Minutes after which a build is cancelled and its machine terminates itself, or off.',
	flag: { name: 'timeout', value: '<minutes>|off' },
	meant: inSmallLetters,
	read: decisions => String(decisions.timeout ?? usualMinutes),
	write: (decisions, answer) => ({ ...decisions, timeout: minutesOf(single(answer)) }),
	check: answer =>
		isMinutes(minutesOf(single(answer)))
			? undefined
			: `A time limit is minutes above 0, or off, not ${JSON.stringify(single(answer))}.`,
	summary: decisions =>
		decisions.timeout === 'off' ? 'off' : sentenceDuration((decisions.timeout ?? usualMinutes) * 60_000),
	details: () => [
		'The machine in AWS is told at its start: what becomes of this computer does not matter then.',
		'A rehearsal has no time limit unless you say one.',
	],
};

/** What becomes of the machine when a build in AWS fails. */
export const onError: ChoiceQuestion = {
	kind: 'choice',
	id: 'on-error',
	section: 'more',
	asked: 'settings',
	title: 'On failure',
	text: 'What becomes of the machine in AWS if no image is made.',
	flag: { name: 'on-error', value: 'cleanup|keep' },
	meant: inSmallLetters,
	read: decisions => decisions.onError ?? 'cleanup',
	write: (decisions, answer) => ({
		...decisions,
		onError: single(answer) === 'keep' ? 'keep' : undefined,
	}),
	check: answer =>
		['cleanup', 'keep'].includes(single(answer)) ? undefined : 'On failure is cleanup or keep.',
	summary: ({ onError }) => (onError === 'keep' ? 'keep the machine' : 'clean up'),
	choices: () => [
		{
			value: 'cleanup',
			label: 'clean up',
			details: ['Packer deletes all that it made, the usual.'],
		},
		{
			value: 'keep',
			label: 'keep the machine',
			details: [
				'After a failure or a cancel it runs on, and the end says how to get in.',
				'It costs until its time limit, or until packer-wizard cleanup.',
			],
		},
	],
};

/** The folder for the files. */
export const folder: TextQuestion = {
	kind: 'text',
	id: 'folder',
	section: 'more',
	asked: 'settings',
	title: 'Files',
	text: 'The folder for the files. Empty: the name of the image; for a preset by name, none.',
	flag: { name: 'out', value: '<folder>' },
	read: decisions => decisions.folder ?? '',
	write: (decisions, answer) => ({ ...decisions, folder: single(answer).trim() || null }),
	check: answer => (single(answer).includes('\0') ? 'A folder has no NUL in its name.' : undefined),
	summary: decisions =>
		decisions.folder ?? (filesFolder(decisions) === undefined ? 'none' : `./${decisions.recipe.name}`),
};
