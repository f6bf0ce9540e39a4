import type { Changes } from '../../aws/choice.ts';
import type { Environment } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { traceOf } from '../../base/trace.ts';
import type { Version } from '../../base/versions.ts';
import type { Recipe } from '../../recipe/schema.ts';
import type { RehearsalOptions } from '../../rehearsal/rehearsal.ts';
import type {
	BuildMode,
	BuildStep,
	JournalHeader,
	PresetFrom,
	ProcessIdentity,
	SignedBy,
} from '../journal/journal.ts';

/** What a supervisor is told to build. It comes through a pipe, since it holds secrets. */
export type BuildOrder = {
	readonly kind: 'build';
	readonly id: string;
	/** The build's folder, in which the private copy is made. */
	readonly buildFolder: string;
	readonly recipe: Recipe;
	/** The person's folder with the template; undefined if it was rendered for this build alone. */
	readonly folder: string | undefined;
	readonly mode: BuildMode;
	readonly preset: string | undefined;
	readonly presetFrom: PresetFrom | undefined;
	readonly isChanged: boolean | undefined;
	readonly packer: { readonly path: string; readonly version: Version; readonly versionText: string };
	readonly steps: readonly BuildStep[];
	/** What is doubtful about the answers, a sentence each. */
	readonly warnings: readonly string[];
	/** Environment variables with secrets, which Packer gets and its output must not show. */
	readonly secrets: Readonly<Record<string, string>>;
	/** More environment variables for Packer. */
	readonly variables: Readonly<Record<string, string>>;
	/** What is changed in the person's environment, so that Packer signs with what was chosen. */
	readonly changes: Changes;
	/** Environment variables that scripts insist on and that are not set. */
	readonly missingVariables: readonly string[];
	/** The version of the amazon plugin, undefined if Packer brings its own. */
	readonly plugin: string | undefined;
	/** The EC2 endpoint that the environment or the AWS configuration names, undefined if it is Amazon's. */
	readonly endpoint: string | undefined;
	/** Whether the amazon plugin finds such an endpoint by itself. */
	readonly readsEndpoint: boolean;
	/** Milliseconds after which the build is cancelled. */
	readonly timeout: number | 'off' | undefined;
	/** `keep`: what Packer made stays if no image comes of it. */
	readonly onError: 'keep' | undefined;
	/** In CI the processes that wait for the build; undefined if it goes on without them. */
	readonly job: readonly ProcessIdentity[] | undefined;
	/** The account that a person said yes to, in the words of the review. */
	readonly account: string | undefined;
	/** How long it is expected to take, and what it costs. */
	readonly estimate: JournalHeader['estimate'];
	/** Who signs. */
	readonly signedBy: SignedBy | undefined;
	/** `docker` or `podman`, which makes a container image; undefined for an AMI. */
	readonly engine: string | undefined;
	/** How it was said that a rehearsal is played, for the same once more. */
	readonly played: JournalHeader['rehearsal'];
	/** What a rehearsal plays; undefined for a real build. */
	readonly rehearsal: RehearsalOrder | undefined;
};

export type RehearsalOrder = Pick<
	RehearsalOptions,
	| 'region'
	| 'copyTo'
	| 'architecture'
	| 'baseImage'
	| 'instanceTypes'
	| 'subnets'
	| 'zones'
	| 'keys'
	| 'copyKeys'
	| 'instanceProfiles'
	| 'faults'
	| 'sandbox'
	| 'engine'
	| 'speed'
> & {
	/** Whether all steps are run, whatever is kept of them. */
	readonly isFresh: boolean;
};

/** A build whose owner was killed, to go on with. */
export type AdoptOrder = {
	readonly kind: 'adopt';
	readonly buildFolder: string;
	/** The number that the new owner takes. */
	readonly generation: number;
};

export type Order = BuildOrder | AdoptOrder;

/** An order as it goes through the pipe. */
export type Errand = {
	/** Undefined if there will be none. */
	readonly order: Order | undefined;
	/** The whole environment: a shell hands on no variable whose name it would not take, such as `PKR_VAR_my-size`. */
	readonly environment: Environment;
};

/** What may follow an order as long as it is not answered: it shall not be done any more. */
export type Cancel = { readonly kind: 'cancel' };

/** What a supervisor answers, once: the build has a journal (or an owner), or why it will not have one. */
export type Reply =
	| { readonly kind: 'started' }
	| {
			readonly kind: 'refused';
			readonly message: string;
			readonly reason: string | undefined;
			readonly next: readonly string[];
			readonly exitCode: Problem['exitCode'];
	  };

/** Why no build was started, as it goes through the pipe. What is no Problem is our own defect. */
export const refusal = (error: unknown): Reply => {
	if (error instanceof Problem) {
		const { message, reason, next, exitCode } = error;
		return { kind: 'refused', message, reason, next, exitCode };
	}

	return {
		kind: 'refused',
		message: 'The process that runs a build met a defect.',
		reason: traceOf(error),
		next: [],
		exitCode: exitCodes.defect,
	};
};

/** The Problem that a refusal stands for. */
export const refusedProblem = ({
	message,
	reason,
	next,
	exitCode,
}: Extract<Reply, { kind: 'refused' }>): Problem =>
	new Problem(message, { next, exitCode, ...(reason === undefined ? {} : { reason }) });
