import type { SandboxKind } from '../base/build-mode.ts';
import type { BuildMode } from '../builds/journal/journal.ts';
import type { HandedKeys } from '../builds/start-request.ts';
import type { Decisions } from '../questions/question.ts';
import type { NamedRate } from '../targets/aws/recipe/estimate.ts';
import type { DifferencePolicy } from './files.ts';

/** The account that a build would be in, in words, by what is done with files that exist and differ. */
export type Accounts = Readonly<Record<DifferencePolicy, string>>;

/** The build that one is made again of: a step back leads to it, and what was changed since is told. */
type Earlier = { readonly id: string; readonly decisions: Decisions };

/** What a build failed for: it is missing until there is another. */
export type Refused =
	| {
			readonly what: 'sign-in' | 'token';
			/** Milliseconds since 1970. */
			readonly at: number;
	  }
	| { readonly what: 'packer'; readonly path: string; readonly version: string };

/** How a build is run, whatever it is of. */
export type BuildOptions = {
	/** For a rehearsal: how fast time passes there, 1 as in EC2. */
	readonly speed?: number;
	/** For a rehearsal: how its scripts are run. */
	readonly sandbox?: SandboxKind;
	/** For a rehearsal: whether all steps are run, whatever is kept of them. */
	readonly isFresh?: boolean;
	/** For a rehearsal: what shall go wrong. */
	readonly faults?: readonly string[];
	/** Whether it is built with what packer-wizard did not write, whatever that can do. */
	readonly trust?: boolean;
	/** What counts of files that are there and differ; undefined if that is still to be asked. */
	readonly differences?: DifferencePolicy;
	readonly earlier?: Earlier;
	readonly refused?: Refused;
};

/** What a build is started with. Secrets live here only until Packer is started. */
export type BuildRequest = BuildOptions & {
	readonly decisions: Decisions;
	readonly mode: BuildMode;
	/** Environment variables that hold secrets, by name (`GITHUB_OAUTH_TOKEN`). */
	readonly secrets: Readonly<Record<string, string>>;
	/** That a person said yes to what it costs: in the account that the review named, or in any, by --yes. */
	readonly confirmed?: {
		/** In the words of `accountText`. */
		readonly account: string | undefined;
		/** Its number, if AWS told that. */
		readonly number?: string | undefined;
		/** The profile that it is of; undefined if none is named. */
		readonly profile?: string | undefined;
	};
	/** What a person's code brought: they live here only until Packer is started, as secrets do. */
	readonly keys?: HandedKeys;
	/** Whether keys that end before the build probably does are good enough. */
	readonly areShortKeysTaken?: true;
	/** That a person starts it whatever the account says to it. */
	readonly isSure?: true;
	/** What was left out since the review, which nobody said yes to yet. */
	readonly leftOut?: readonly string[];
	/** Whether it is over for all when nobody waits for its end any more: in CI nobody comes back to it. */
	readonly isAwaited?: boolean;
	/** The kept answers that it is made of, as they were kept: once it began, they are in its files. */
	readonly madeOf?: Decisions;
	/** The prices that stood in the review. */
	readonly rates?: readonly NamedRate[];
};
