import type { Problem } from '../base/problem.ts';
import type { Artifact, BuildMode, BuildResult, JournalLine } from '../build/journal.ts';
import type { Timeline } from '../build/timeline.ts';
import type { Draft } from '../questions/engine.ts';
import type { Decisions, Facts } from '../questions/question.ts';
import type { PackerProfile } from '../template/profile.ts';
import type { Foreign } from './foreign-files.ts';

/** A Recipe with a name that can be run again. */
export type PresetRow = {
	readonly name: string;
	readonly origin: 'shipped' | 'own' | 'project';
	readonly description: string;
	readonly needsToken: boolean;
	/** The newest build of it, undefined if there is none. */
	readonly last?: {
		readonly time: number;
		readonly took: number;
		readonly mode: BuildMode;
		readonly result: BuildResult | undefined;
		readonly artifacts: readonly Artifact[];
		/** The scripts that a rehearsal only checked; missing if it ran all. */
		readonly notRun?: readonly string[];
	};
	/** Its file, as a person would type it; a shipped one has none that could be edited. */
	readonly file?: string;
	/** One sentence if its file cannot be read; it cannot be run then. */
	readonly broken?: string;
};

export type BuildRow = {
	readonly id: string;
	/** The id of one that cannot be read. */
	readonly name: string;
	/** Undefined if it cannot be read. */
	readonly mode: BuildMode | undefined;
	readonly began: number;
	/** Milliseconds, up to now if it runs. */
	readonly took: number;
	/** Undefined while it runs; `unknown` if it cannot be read. */
	readonly result: BuildResult | undefined;
	readonly artifacts: readonly Artifact[];
	/** The scripts that a rehearsal only checked; missing if it ran all. */
	readonly notRun?: readonly string[];
	/** Where it is built first, then where copies go. */
	readonly regions: readonly string[];
	/** What it does, or what went wrong, in a few words. */
	readonly detail: string;
	/** Why it cannot be read, one sentence; it cannot be shown, watched or cancelled then. */
	readonly broken?: string;
};

/** What was found around the program. */
export type Surroundings = {
	/** `Packer: 1.16.0`, `Packer: none yet`. */
	readonly packer: string;
	/** `AWS: profile dev`, `AWS: no sign-in`. */
	readonly aws: string;
};

export type Home = {
	readonly presets: readonly PresetRow[];
	readonly builds: readonly BuildRow[];
	/** Answers that were left. */
	readonly draft: Draft | undefined;
	/** What a new image begins with: nothing answered, the region chosen last proposed. */
	readonly fresh: Draft;
	/** One sentence on presets of a project that are not taken. */
	readonly warning?: string;
};

export type PlannedFile = {
	readonly path: string;
	readonly content: string;
	readonly executable: boolean;
	/** The permissions of the script that it is a copy of. */
	readonly mode?: number;
	readonly state: 'new' | 'same' | 'differs';
	/** What stands there, if it is not the same. */
	readonly current?: string;
};

/** What would be written, before anything is. */
export type FilePlan = {
	/** Absolute; undefined if the files are rendered for each build, beside its journal. */
	readonly folder: string | undefined;
	readonly files: readonly PlannedFile[];
	/**
	 * What `packer-wizard run` takes to do the same: the absolute path of a recipe.json, or the name of a preset;
	 * undefined if that preset says something else.
	 */
	readonly run: string | undefined;
	/** Scripts that it takes from outside of the recipe's folder. */
	readonly foreign?: readonly Foreign[];
};

/** What a preset keeps, and what has to be known of it. */
export type Kept = Pick<Decisions, 'recipe' | 'elsewhere'>;

/** What to do with files that exist and differ. */
export type DifferencePolicy = 'keep' | 'overwrite';

/** The account that a build would be in, in words, by what is done with files that exist and differ. */
export type Accounts = Readonly<Record<DifferencePolicy, string>>;

export type CheckId =
	| 'catalogue'
	| 'files'
	| 'foreign'
	| 'packer'
	| 'plugin'
	| 'credentials'
	| 'token'
	| 'engine'
	| 'space';

export type Remedy = {
	readonly id:
		| 'get-packer'
		| 'packer-path'
		| 'package-manager'
		| 'get-plugin'
		| 'paste-token'
		| 'leave-out'
		| 'rehearse'
		| 'confirm-account'
		| 'profile'
		| 'show-difference'
		| 'keep-files'
		| 'overwrite-files'
		| 'another-folder'
		| 'show-foreign'
		| 'trust'
		| 'how-to';
	readonly label: string;
	readonly details: readonly string[];
	/** What the remedy asks for first. */
	readonly asks?: { readonly text: string; readonly secret: boolean };
	/** What a yes is given to: the contents that are told of. */
	readonly contents?: readonly { readonly sum: string; readonly files: readonly string[] }[];
	/** What a yes is given to: who signs and pays, in the words of `accountText`. */
	readonly account?: string;
};

export type Check = {
	readonly id: CheckId;
	readonly status: 'ok' | 'missing' | 'warning';
	readonly title: string;
	readonly detail: string;
	/** Of the sign-in: the number of the AWS account, if it is known without a call. */
	readonly account?: string;
	readonly remedies: readonly Remedy[];
};

/** How a build is run, whatever it is of. */
export type BuildOptions = {
	/** For a rehearsal: how fast time passes there, 1 as in EC2. */
	readonly speed?: number;
	/** For a rehearsal: what shall go wrong. */
	readonly faults?: readonly string[];
	/** Milliseconds after which the build is cancelled. */
	readonly timeout?: number;
	/** Whether it is built with what packer-wizard did not write, whatever that can do. */
	readonly trust?: boolean;
	/** What counts of files that are there and differ; undefined if that is still to be asked. */
	readonly differences?: DifferencePolicy;
};

/** What a build is started with. Secrets live here only until Packer is started. */
export type BuildRequest = BuildOptions & {
	readonly decisions: Decisions;
	readonly mode: BuildMode;
	/** Environment variables that hold secrets, by name (`GITHUB_OAUTH_TOKEN`). */
	readonly secrets: Readonly<Record<string, string>>;
	/** That a person said yes to what it costs: in the account that the review named, or in any, by --yes. */
	readonly confirmed?: { readonly account: string | undefined };
	/** Whether it builds the answers that are kept: once it began, they are in its files. */
	readonly isDraft?: boolean;
};

/** Everything that front ends can do; effects live behind it, so that a test can hand in others. */
export type Actions = {
	readonly home: () => Promise<Home>;
	/** Starts programs and may ask the metadata service, so it takes a second or two. */
	readonly surroundings: () => Promise<Surroundings>;
	/** What the questions need to know of this machine. */
	readonly facts: () => Promise<Facts>;
	/** Answers that were left, and what a new image begins with. */
	readonly drafts: () => Promise<Pick<Home, 'draft' | 'fresh'>>;
	readonly saveDraft: (draft: Draft) => Promise<void>;
	readonly discardDraft: () => Promise<void>;
	/** One sentence on presets of a project that are not taken, since another user may have put them there. */
	readonly projectWarning: () => Promise<string | undefined>;
	/** @throws Problem (exit 2) that names the nearest preset. */
	readonly readPreset: (nameOrPath: string) => Promise<Decisions>;
	/**
	 * @throws Problem if the name is taken and overwriting was not asked for, or nobody said yes to scripts from elsewhere:
	 * what a preset of one's own names is not asked about.
	 */
	readonly savePreset: (name: string, decided: Kept, overwrite: boolean) => Promise<string>;
	readonly deletePreset: (name: string) => Promise<void>;
	/** For the Packer that is found, unless another profile is given. */
	readonly planFiles: (decisions: Decisions, profile?: PackerProfile) => Promise<FilePlan>;
	/** What packer-wizard did not write in the folder and Packer would read or start, as files to look at. */
	readonly planForeign: (request: BuildRequest) => Promise<FilePlan>;
	/**
	 * Writes all or nothing and gives the folder, absolute.
	 * @throws Problem (exit 3) if another process has the folder, files there differ from those that were seen, or nobody
	 * said yes to scripts from elsewhere.
	 */
	readonly writeFiles: (plan: FilePlan, differences: DifferencePolicy | undefined) => Promise<string>;
	/** Each account as `123456789012 (profile dev)`. It may take a second or two. */
	readonly accounts: (decisions: Decisions) => Promise<Accounts>;
	readonly checks: (request: BuildRequest) => Promise<readonly Check[]>;
	/** Carries out a remedy; the answer is what it asked for. Says what it does line by line. */
	readonly remedy: (
		request: BuildRequest,
		remedy: Remedy,
		answer: string | undefined,
		say: (line: string) => void,
	) => Promise<BuildRequest>;
	/**
	 * Writes what is missing and starts the build. Gives its id. If the signal aborts, nothing is started, and it rejects
	 * with the reason of the signal; a build that had begun by then is cancelled, and its id given.
	 */
	readonly start: (request: BuildRequest, signal?: AbortSignal) => Promise<string>;
	/**
	 * Calls back with every new state, and the lines of the journal since the one before, until the build is over or the
	 * signal aborts.
	 */
	readonly follow: (
		id: string,
		onChange: (timeline: Timeline, lines: readonly JournalLine[]) => void,
		signal?: AbortSignal,
	) => Promise<Timeline>;
	readonly cancel: (id: string) => Promise<void>;
	/** The id of a build from an id, a preset's name, or nothing (the newest). @throws Problem (exit 2). */
	readonly findBuild: (idOrName: string | undefined) => Promise<string>;
	readonly copyToClipboard: (text: string) => boolean;
};

export type { Problem };
