import type { Artifact, BuildMode, BuildResult } from '../builds/journal/journal.ts';

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
