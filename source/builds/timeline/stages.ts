import type { TargetId } from '../../recipe/schema.ts';
import type { AwsThing } from '../journal/journal.ts';

export const phaseIds = [
	'check',
	'access',
	'launch',
	'connect',
	'provision',
	'stop',
	'image',
	'copy',
	'finish',
	'cleanup',
	'deliver',
] as const;
export type PhaseId = (typeof phaseIds)[number];

/** The phases that a build can have, by what it makes. */
export const targetPhases: Readonly<Record<TargetId, readonly PhaseId[]>> = {
	aws: phaseIds.filter(id => id !== 'deliver'),
	docker: ['access', 'launch', 'connect', 'provision', 'image', 'cleanup', 'deliver'],
};

/**
 * `not-run`: a rehearsal came to it and only checked what would have been run. `skipped`: it was never needed, never
 * came to it, or was broken off by a cancel (then it has a beginning).
 */
export type Status = 'waiting' | 'running' | 'done' | 'not-run' | 'failed' | 'skipped';

/** A phase or a provisioning step: when it began and ended, in milliseconds since 1970. */
export type Stage = {
	readonly status: Status;
	readonly began?: number;
	readonly ended?: number;
};

/** `target`: what it is a phase of, in the list of a build that makes several things. */
export type Phase = Stage & { readonly id: PhaseId; readonly target?: TargetId };
/** The layer of a step, by its script, and when the step was run if it was taken from before. */
export type StepLayer = { readonly script: string; readonly layer: string; readonly from?: number };

export type Step = Stage & {
	readonly script: string;
	readonly name: string;
	/** When it was run, if a rehearsal took it from before: milliseconds since 1970. */
	readonly from?: number;
	/** The layer that holds the state of the machine behind it, if a rehearsal kept that. */
	readonly layer?: string;
};
/** Of a copy that Packer makes it is not known when it began or ended: it tells when all are ready. */
export type Copy = Stage & {
	readonly region: string;
	/** Why it failed, in the words of AWS, where it was ours to make. */
	readonly said?: string;
};

/** Where a line of the log comes from. */
export const logSources = ['packer', 'stdout', 'stderr', 'notice', 'error'] as const;
export type LogSource = (typeof logSources)[number];

export type LogLine = {
	readonly time: number;
	readonly source: LogSource;
	/**
	 * As it was printed, without the build's name in front: control characters and all. Where several things are made, it
	 * has in front which of them it is of.
	 */
	readonly text: string;
	/** Index into the steps if a script printed it. */
	readonly step?: number;
	/** What it is said of, where several things are made; missing where it is said of all. */
	readonly target?: TargetId;
	/** Whether a log of one of several things that are made holds it for all of them. */
	readonly forAll?: true;
};

/** A line of the log but for its text. */
export type LineMark = Omit<LogLine, 'text'>;

/** What clean-ups did about what a build left. */
export type Cleaned = {
	/** When the last one did, milliseconds since 1970. */
	readonly time: number;
	/** What all of them deleted. */
	readonly removed: readonly AwsThing[];
	/** What the last one saw and did not delete. */
	readonly left: readonly AwsThing[];
	/** Whether the last one could look everywhere. */
	readonly isWhole: boolean;
};
