import type { Decisions } from '../questions/question.ts';
import type { Deed } from './deed.ts';

/** A file that Packer reads or starts in the folder of a template, and that is not as packer-wizard writes it. */
export type ForeignFile = {
	/** In the folder, with `/`. */
	readonly path: string;
	/** What it can do, each the rest of a sentence: `runs commands on this computer`. */
	readonly does: readonly string[];
	/** Whether it does something on this computer, in a rehearsal too. */
	readonly isHere: boolean;
	/** Whether it is a script that a recipe names, and Packer reads nothing else of it. */
	readonly isScript: boolean;
	/** As a person can read it. */
	readonly content: string;
};

export type Foreign = {
	readonly files: readonly ForeignFile[];
	/** Of all of them and of the files that they name, SHA-256: another content is asked about again. */
	readonly sum: string;
};

export type PlannedFile = {
	readonly path: string;
	/** What stands above it for who looks at it, if that is not its path and its state. */
	readonly title?: string;
	readonly content: string;
	readonly executable: boolean;
	/** The permissions of the script that it is a copy of. */
	readonly mode?: number;
	readonly state: 'new' | 'same' | 'differs';
	/** What stands there, if it is not the same. */
	readonly current?: string;
	/** Whether what stands there and differs is as packer-wizard wrote it for the recipe there, and nobody changed it. */
	readonly isEarlier?: true;
	/** What stands there and gives way to it, since it was written for a build that is made again. */
	readonly replaces?: string;
};

/** A file that was written for what the folder was before, and that nothing asks for any more. */
export type Leftover = {
	readonly path: string;
	readonly content: string;
	/** Whether the person changed or wrote it, or what cannot do without it: then it stays. */
	readonly isTheirs: boolean;
};

/** What goes of a folder, or is left to the person; and if it cannot be told, why: a sentence. Then all of it stays. */
export type Leftovers = {
	readonly leftovers: readonly Leftover[];
	readonly untold?: string;
	/** What Terraform made in its folder, by name, where nothing asks for that any more. */
	readonly applied?: readonly string[];
};

export const noLeftovers: Leftovers = { leftovers: [] };

/** What would be written, before anything is. */
export type FilePlan = {
	/** Absolute; undefined if the files are rendered for each build, beside its journal. */
	readonly folder: string | undefined;
	readonly files: readonly PlannedFile[];
	/** What goes when they are written, or is left to the person. */
	readonly leftovers?: readonly Leftover[];
	/** Why it cannot be told what was written there before, a sentence: all of that stays. */
	readonly untold?: string;
	/** What Terraform made there, by name, where nothing asks for its files any more. */
	readonly applied?: readonly string[];
	/**
	 * What `packer-wizard run` takes to do the same: the absolute path of a recipe.json, or the name of a preset;
	 * undefined if that preset says something else.
	 */
	readonly run: string | undefined;
	/** What is doubtful about the person's own steps, a sentence each. */
	readonly doubts?: readonly string[];
	/** What it was made of; who typed it says yes to what it takes. */
	readonly of?: Pick<Decisions, 'recipe' | 'elsewhere'>;
	/** Scripts that it takes from outside of the recipe's folder. */
	readonly foreign?: readonly Foreign[];
};

/** Whether it holds no files, but something to look at as files are. */
export const isOnlyText = ({ files }: FilePlan): boolean =>
	files.length > 0 && files.every(({ title }) => title !== undefined);

/** What to do with files that exist and differ. */
export type DifferencePolicy = 'keep' | 'overwrite';

/** The files of a plan that stand there and differ. */
export const differing = ({ files }: Pick<FilePlan, 'files'>): readonly PlannedFile[] =>
	files.filter(({ state }) => state === 'differs');

/** The files of a plan that give way to new ones. */
export const renewedFiles = ({ files }: Pick<FilePlan, 'files'>): readonly PlannedFile[] =>
	files.filter(({ replaces }) => replaces !== undefined);

/** The files that go when those of a plan are written. */
export const goingFiles = ({ leftovers = [] }: Pick<FilePlan, 'leftovers'>): readonly Leftover[] =>
	leftovers.filter(({ isTheirs }) => !isTheirs);

/** What can be done with files that exist and differ, as it is called wherever it is offered. */
export const differenceLabels = {
	show: 'Show the difference',
	keep: 'Keep yours',
	overwrite: 'Take the new ones',
	elsewhere: 'Another folder',
} as const;

export type DifferenceDeed = Deed<keyof typeof differenceLabels>;

/** The same as deeds, the safe things first. */
export const differenceDeeds: readonly DifferenceDeed[] = [
	{ id: 'show', label: differenceLabels.show, hint: '' },
	{ id: 'keep', label: differenceLabels.keep, hint: 'the others are written', isGrave: true },
	{
		id: 'overwrite',
		label: differenceLabels.overwrite,
		hint: 'what stands there is replaced',
		isGrave: true,
	},
	{ id: 'elsewhere', label: differenceLabels.elsewhere, hint: 'yours stay as they are' },
];

/** What was done when files were written. Paths as in the plan. */
export type Written = {
	/** Absolute. */
	readonly folder: string;
	readonly written: readonly string[];
	/** Files that differ and were left as they are. */
	readonly kept: readonly string[];
	/** Those of them that packer-wizard wrote for earlier answers, and nobody changed, if there were any. */
	readonly earlier?: readonly string[];
	/** Files that nothing asks for any more and that are gone, if there were any. */
	readonly removed?: readonly string[];
	/** Such files that stay, since the person changed or wrote them. */
	readonly left?: readonly string[];
	/** Why it could not be told which there are, a sentence: all of them stay. */
	readonly untold?: string;
	/** What Terraform made there, by name, where nothing asks for its files any more. */
	readonly applied?: readonly string[];
	/** Files for Terraform that were not written: they fit one that is kept. */
	readonly held?: readonly string[];
};
