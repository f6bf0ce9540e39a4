import { count, wordFor } from '../../base/count.ts';
import { shownPath, type Whereabouts } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import { shellPath, shellWord } from '../../base/shell.ts';
import type { Recipe } from '../../recipe/schema.ts';
import { makes } from '../../recipe/targets.ts';
import {
	differing,
	type FilePlan,
	goingFiles,
	type PlannedFile,
	renewedFiles,
	type Written,
} from '../files.ts';

/** What is said of files that go: `not needed any more, so it goes: iam-policy.json`. */
export const goingText = (files: readonly Pick<PlannedFile, 'path'>[]): string =>
	`not needed any more, so ${wordFor(files.length, 'it goes', 'they go')}: ${files.map(({ path }) => path).join(', ')}`;

/** What is said where nobody can tell which files go: a sentence, and why. */
export const stayingText = (untold: string): string =>
	`What was written there for earlier answers cannot be told any more, so all of it stays: ${untold}`;

/** What is said where Terraform was run in a folder that is not asked for any more. */
export const appliedText = (names: readonly string[]): string =>
	`Terraform was run in terraform/, which has ${names.join(' and ')}, and servers that it started may run: its files stay. In that folder terraform destroy ends them.`;

/** Where the files of a plan go, as a person would type it, or that no folder gets them. */
export const planPlace = ({ folder }: Pick<FilePlan, 'folder'>, whereabouts: Whereabouts): string =>
	folder === undefined ? 'made for each build' : shownPath(folder, whereabouts);

/** `./web, 9 new files, 2 unchanged files, 1 that differs`; without a plan that they cannot be written. */
export const planText = (plan: FilePlan | undefined, whereabouts: Whereabouts): string => {
	if (plan === undefined) {
		return 'cannot be written';
	}

	const number = (state: PlannedFile['state']): number =>
		plan.files.filter(file => file.state === state && file.replaces === undefined).length;
	const renewed = renewedFiles(plan).length;
	const going = goingFiles(plan).length;
	return [
		planPlace(plan, whereabouts),
		...(number('new') > 0 ? [count(number('new'), 'new file')] : []),
		...(renewed > 0 ? [count(renewed, 'that is renewed', 'that are renewed')] : []),
		...(number('same') > 0 ? [count(number('same'), 'unchanged file')] : []),
		...(number('differs') > 0 ? [count(number('differs'), 'that differs', 'that differ')] : []),
		...(going > 0 ? [count(going, 'that goes', 'that go')] : []),
	].join(', ');
};

/**
 * The same where few cells are: `1 file of yours differs`, `nothing written yet`.
 * @param written what was written since.
 */
export const shortPlanText = (
	plan: FilePlan | undefined,
	whereabouts: Whereabouts,
	written?: Written,
): string => {
	if (plan && differing(plan).length > 0) {
		const yours = differing(plan).filter(({ isEarlier }) => !isEarlier).length;
		return yours > 0
			? count(yours, 'file of yours differs', 'files of yours differ')
			: 'written for earlier answers';
	}

	if (written) {
		return `written to ${shownPath(written.folder, whereabouts)}`;
	}

	if (plan && renewedFiles(plan).length > 0) {
		return 'written for the last build';
	}

	return plan?.files.every(({ state }) => state === 'same') ? 'written before' : 'nothing written yet';
};

const leftoversText = ({
	removed = [],
	left = [],
	untold,
	applied,
	held = [],
}: Written): readonly string[] => [
	...(held.length > 0
		? ['The folder terraform/ stays as it is: the new files would not fit the one that is kept there.']
		: []),
	...(applied === undefined ? [] : [appliedText(applied)]),
	...(untold === undefined ? [] : [stayingText(untold)]),
	...(removed.length > 0
		? [
				`${wordFor(removed.length, 'Not needed any more, so it is gone', 'Not needed any more, so they are gone')}: ${removed.join(', ')}.`,
			]
		: []),
	...(left.length > 0
		? [
				`${wordFor(left.length, 'Not needed any more, but yours, so it stays', 'Not needed any more, but yours, so they stay')}: ${left.join(', ')}.`,
			]
		: []),
];

const keptText = ({ kept, earlier = [] }: Written): string => {
	const yours = kept.length - earlier.length;
	return [
		...(earlier.length > 0
			? [
					count(
						earlier.length,
						'file written for earlier answers is kept',
						'files written for earlier answers are kept',
					),
				]
			: []),
		...(yours > 0 ? [count(yours, 'file of yours is kept', 'files of yours are kept')] : []),
	].join(', and ');
};

const filesText = (done: Written, whereabouts: Whereabouts): string => {
	const { folder, written, kept } = done;
	const shown = shownPath(folder, whereabouts);
	const left = keptText(done);
	if (written.length > 0) {
		return `Written: ${shown}, ${count(written.length, 'file')}${kept.length > 0 ? `; ${left}` : ''}.`;
	}

	if (kept.includes('recipe.json')) {
		return `Nothing was written: ${shown} stays as its recipe.json has it; ${left}.`;
	}

	return kept.length > 0
		? `Nothing was written: ${shown} has the other files already, and ${left}.`
		: `${shown} has these files already.`;
};

/** What was written, what was not, and what went: `Written: ./web, 9 files; 1 file of yours is kept.` */
export const writtenText = (done: Written, whereabouts: Whereabouts): string =>
	[filesText(done, whereabouts), ...leftoversText(done)].join(' ');

/** How an image is made of files that were written. */
export const afterWriting = (
	{ folder }: Written,
	recipe: Pick<Recipe, 'targets'>,
	whereabouts: Whereabouts,
): readonly string[] => {
	const command = `${programCommand(whereabouts.environment)} run ${shellPath(shownPath(folder, whereabouts))}`;
	return [...(makes(recipe, 'aws') ? [`Rehearse it: ${command} --rehearse`] : []), `Build it: ${command}`];
};

/**
 * The command that does the same without questions, once the files are written; undefined if there is none.
 * @param flag what it needs for that, as `laterFlag` gives it.
 */
export const laterCommand = (
	{ folder, run }: FilePlan,
	flag: string | undefined,
	whereabouts: Whereabouts,
): string | undefined => {
	if (run === undefined) {
		return undefined;
	}

	const what = folder === undefined ? shellWord(run) : shellPath(shownPath(run, whereabouts));
	return [programCommand(whereabouts.environment), 'run', what, flag].filter(Boolean).join(' ');
};

/** The same, or what has to be done before there is such a command. */
export const laterText = (...given: Parameters<typeof laterCommand>): string =>
	laterCommand(...given) ?? 'save it as a preset first, or write the files';
