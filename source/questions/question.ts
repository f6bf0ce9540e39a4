import type { Recipe, RecipeBundle, RecipeStep } from '../recipe/schema.ts';
import type { Told } from '../recipe/told.ts';
import type { AwsFacts, AwsTopic, SoughtImages } from '../targets/aws/questions/facts.ts';

/** The rows at the left of the wizard, in order. */
export const sections = [
	{ id: 'where', title: 'Where' },
	{ id: 'region', title: 'Region' },
	{ id: 'base', title: 'Base image' },
	{ id: 'machine', title: 'Machine' },
	{ id: 'install', title: 'Install' },
	{ id: 'more', title: 'More' },
	{ id: 'name', title: 'Name' },
	{ id: 'review', title: 'Review' },
] as const;
export type SectionId = (typeof sections)[number]['id'];

/** A step of one's own, and the names of the steps among which it stood, in order. */
export type ShelvedStep = { readonly step: RecipeStep; readonly order: readonly string[] };

/** What is installed no more, as it was: who chooses it again has nothing to say again. No Recipe holds it. */
type Shelf = {
	readonly bundles: readonly RecipeBundle[];
	readonly steps: readonly ShelvedStep[];
};

/** A template that became answers. */
export type ImportedFrom = {
	/** As a person would type it. */
	readonly template: string;
	readonly told: readonly Told[];
};

/** What questions decide: the Recipe, the folder for its files, and how long a build of it may take. */
export type Decisions = {
	readonly recipe: Recipe;
	/** Null: `./<name>`; none for a preset by name, whose files are rendered for each build. */
	readonly folder: string | null;
	/** The preset that it began with, if that was named and not given by path. */
	readonly preset?: string | undefined;
	/** Minutes after which a build is cancelled and its machine ends itself; as usual if missing. */
	readonly timeout?: number | 'off' | undefined;
	/**
	 * Of what the files in the folder were written for a build that is made again: those that are as they were written
	 * give way to the new ones.
	 */
	readonly before?: Recipe | undefined;
	/** What becomes of the machine of a build that makes no image: Packer deletes it if missing. */
	readonly onError?: 'keep' | undefined;
	/** Scripts of that preset that lie outside of its own folder, absolute: they are not what the person typed. */
	readonly elsewhere?: readonly string[] | undefined;
	/** What was said of what is installed no more. */
	readonly shelf?: Shelf | undefined;
	/** The template that it was made of, and what became of each part. */
	readonly imported?: ImportedFrom | undefined;
	/** Where an account told that it has no default network (`networkPlace`); told anew each time, so kept nowhere. */
	readonly noNetwork?: string | undefined;
};

/** The folder for the files as a person would type it; undefined if they are rendered for each build. */
export const filesFolder = ({ recipe, folder, preset }: Decisions): string | undefined =>
	folder ?? (preset === undefined ? recipe.name : undefined);

/** The same, with a folder for the files in any case: to write them, and build later. */
export const withFolder = <Decided extends Decisions>(decided: Decided): Decided =>
	filesFolder(decided) === undefined ? { ...decided, folder: decided.recipe.name } : decided;

/** What is known of the person's machine, handed in so that questions stay pure. */
export type Facts = {
	/** Profiles of the AWS configuration. */
	readonly profiles: readonly string[];
	/** What they are, by their names: in a few words, and sentences; `isFound` of the one that is used if none is named. */
	readonly profileTexts?: Readonly<
		Record<string, { readonly hint: string; readonly details: readonly string[]; readonly isFound: boolean }>
	>;
	/** What the account said that the answers mean; missing where it was not asked. */
	readonly aws?: AwsFacts;
	/** Images that were sought there. */
	readonly sought?: SoughtImages;
};

/** A choice and a text answer with a string, a multi-select and lines with several. */
export type Answer = string | readonly string[];

export type Choice = {
	readonly value: string;
	readonly label: string;
	/** A few words in the same row. */
	readonly hint?: string;
	/** At the end of the row: `token`, `archived`. */
	readonly mark?: string;
	/** Lines that explain the choice when it is marked. */
	readonly details?: readonly string[];
	/** One sentence: why it cannot be chosen. */
	readonly disabled?: string;
	/** The same in two words for a row that the sentence stands below. */
	readonly brief?: string;
	/** More words that the search finds. */
	readonly keywords?: string;
	/** The heading that it stands under; those of one stand together. */
	readonly group?: string;
	/** In a multi-select: ticked because others need it; one sentence. */
	readonly added?: string;
	/** What was typed, as a row: a list has it behind its own. */
	readonly isTyped?: boolean;
	/** Who searches finds it behind the others, unless it is called so. */
	readonly isBehind?: boolean;
	/** It is no answer, but leads to a question within this one. */
	readonly leadsTo?: string;
	/** It stands in no list: only who searches for it finds it. */
	readonly isFoundOnly?: boolean;
};

type QuestionBase = {
	readonly id: string;
	readonly section: SectionId;
	/** A noun: the heading, and the row's name in a list of settings. */
	readonly title: string;
	/** One sentence under the heading. */
	readonly text: string;
	readonly flag: {
		/** Without the dashes. */
		readonly name: string;
		/** What stands behind it in the help: `<id>`. */
		readonly value: string;
		/** The short help only names it. */
		readonly isRare?: true;
	};
	/**
	 * `walk`: asked one after another; `settings`: has a default and stands in the list of settings; `form`: a row of the
	 * form of its bundle; `set`: by a flag and in a file only.
	 */
	readonly asked: 'walk' | 'settings' | 'form' | 'set';
	/** Whether a setting is asked like those of the walk, since its default will not do. */
	readonly isNeeded?: (decisions: Decisions) => boolean;
	/** The question that it answers as well, by whose flag: a choice there leads to it, and a step back leads there. */
	readonly within?: string;
	/** Whether AWS is searched for what is typed. */
	readonly seeks?: true;
	/** A list whose rows need the whole width. */
	readonly isWide?: true;
	/** Whether the review tells the answer even if it is the default, since somebody may not want that. */
	readonly isTold?: true;
	/** The parameter of a bundle that it is; the question's id is then what `--set` takes. */
	readonly parameter?: {
		readonly bundle: string;
		/** `tag` for the version, `+` for arguments of the person's own. */
		readonly name: string;
		readonly moment?: 'install' | 'boot';
		/** The default is right for nearly everybody: it stands at the end of the form. */
		readonly isRare?: true;
		/** The titles of those of which one is enough where it has no value. */
		readonly orElse?: string;
		/** What is typed there in error is a secret: nobody repeats it. */
		readonly isSecret?: true;
	};
	/** Given by a flag, it ticks this value of another question first. */
	readonly ticks?: { readonly question: string; readonly value: string };
	/** What an AWS account is asked whose choices these are. */
	readonly topics?: readonly AwsTopic[];
	/** Whether the question makes sense for what is decided so far; always if missing. */
	readonly when?: (decisions: Decisions) => boolean;
	/** What is decided so far where it makes sense, if `ticks` does not say it: `own steps and bundles`. */
	readonly needs?: string;
	/** The answer that the decisions hold, the default included. */
	readonly read: (decisions: Decisions) => Answer;
	/** Whether the answer is the default, where that depends on other answers. */
	readonly isDefault?: (decisions: Decisions) => boolean;
	/** What an answer means that was typed; itself if missing. */
	readonly meant?: (answer: Answer) => Answer;
	/** The decisions with this answer, and what is known of it. The answer has been checked. */
	readonly write: (decisions: Decisions, answer: Answer, facts?: Facts) => Decisions;
	/** What is wrong with an answer, one sentence; undefined if nothing. */
	readonly check: (answer: Answer, decisions: Decisions) => string | undefined;
	/** What is doubtful about the answer that the decisions hold, and taken all the same; a sentence each. */
	readonly warn?: (decisions: Decisions) => readonly string[];
	/**
	 * For an answer that another decision made impossible: decisions that are possible, and why in a few words
	 * (`was t3.micro: arm64 needs another`).
	 */
	readonly repair?: (decisions: Decisions) => { readonly decisions: Decisions; readonly note: string };
	/** The answer in a few words, for a list of decisions. */
	readonly summary: (decisions: Decisions) => string;
};

type ListQuestion = QuestionBase & {
	/** @param query what is searched in the list: of a long one only what fits has to be there. */
	readonly choices: (decisions: Decisions, facts?: Facts, query?: string) => readonly Choice[];
	/** The row for what was typed where the list has none; undefined if it cannot be an answer. Only rows if missing. */
	readonly other?: (typed: string, decisions: Decisions) => Choice | undefined;
};

export type ChoiceQuestion = ListQuestion & { readonly kind: 'choice' };

export type ManyQuestion = ListQuestion & { readonly kind: 'many' };

export type TextQuestion = QuestionBase & {
	readonly kind: 'text';
	/** Lines that explain, below the field. */
	readonly details?: (decisions: Decisions) => readonly string[];
};

export type LinesQuestion = QuestionBase & {
	readonly kind: 'lines';
	readonly details?: (decisions: Decisions) => readonly string[];
};

/** One decision. Knows no front end. */
export type Question = ChoiceQuestion | ManyQuestion | TextQuestion | LinesQuestion;

/** Its title where nothing above it says of which bundle it is a parameter. */
export const wholeTitle = ({ title, parameter }: Question): string =>
	parameter === undefined ? title : `${parameter.bundle}: ${title}`;
