import type { Artifact, BuildResult, JournalHeader, JournalLine } from './journal.ts';

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
] as const;
export type PhaseId = (typeof phaseIds)[number];

export type Status = 'waiting' | 'running' | 'done' | 'failed' | 'skipped';

/** A phase or a provisioning step: when it began and ended, in milliseconds since 1970. */
export type Stage = {
	readonly status: Status;
	readonly began?: number;
	readonly ended?: number;
};

export type Phase = Stage & { readonly id: PhaseId };
export type Step = Stage & { readonly script: string; readonly name: string };

/** Where a line of the log comes from. */
export type LogSource = 'packer' | 'stdout' | 'stderr' | 'notice' | 'error';

export type LogLine = {
	readonly time: number;
	readonly source: LogSource;
	readonly text: string;
	/** Index into the steps if a script printed it. */
	readonly step?: number;
};

/** Everything a screen shows of a build, computed from its journal. */
export type Timeline = {
	readonly header: JournalHeader;
	readonly phases: readonly Phase[];
	readonly steps: readonly Step[];
	readonly log: readonly LogLine[];
	readonly instance?: string;
	readonly address?: string;
	readonly sourceAmi?: string;
	readonly sandbox?: { readonly kind: 'container' | 'trace'; readonly detail: string };
	/** Regions that get a copy, with the state of each. */
	readonly copies: readonly { readonly region: string; readonly status: Status }[];
	readonly cancelling: boolean;
	readonly artifacts: readonly Artifact[];
	/** The clean error of Packer, if it gave one. */
	readonly error?: string;
	readonly result?: BuildResult;
	/** Time of the last entry. */
	readonly time: number;
};

/** The Timeline before anything happened. */
export declare const startTimeline: (header: JournalHeader) => Timeline;

/** The Timeline after more lines of the journal; pure, lines in the order of the journal. */
export declare const advance: (timeline: Timeline, lines: readonly JournalLine[]) => Timeline;
