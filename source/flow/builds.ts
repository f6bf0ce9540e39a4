import type { Artifact, BuildMode, BuildResult } from '../builds/journal/journal.ts';
import { buildName } from '../builds/journal/journal.ts';
import { causeOf } from '../builds/report/ending.ts';
import { buildDuration, buildRegions } from '../builds/report/phase-names.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import { buildDetail } from './words/builds.ts';

/** A build among others. */
export type BuildRow = {
	readonly id: string;
	/** The id of one that cannot be read. */
	readonly name: string;
	/** The preset that was run, if it was run by name, and whether answers were changed for it. */
	readonly preset?: string;
	readonly isChanged?: boolean;
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
	/** Why it made no image, one sentence; missing if its result says all that is known. */
	readonly cause?: string;
	/** What it does, or what came of it, in a few words; empty if its result says it all. */
	readonly detail: string;
	/** Why it cannot be read, one sentence; it cannot be shown, watched or cancelled then. */
	readonly broken?: string;
};

const notRunOf = ({ steps }: Timeline): readonly string[] =>
	steps.filter(({ status }) => status === 'not-run').map(({ script }) => script);

/**
 * A build among others, from its Timeline, or from what the end of its journal tells.
 * @param now milliseconds since 1970.
 * @param notRun the scripts that a rehearsal only checked, where its steps do not tell.
 */
export const buildRow = (timeline: Timeline, now: number, notRun = notRunOf(timeline)): BuildRow => {
	const { header, result, artifacts } = timeline;
	const cause = causeOf(timeline);
	return {
		id: header.id,
		name: buildName(header),
		...(header.preset !== undefined && { preset: header.preset, isChanged: header.isChanged === true }),
		mode: header.mode,
		began: header.time,
		took: buildDuration(timeline, now),
		result,
		artifacts: result === undefined ? [] : artifacts,
		...(notRun.length > 0 && { notRun }),
		regions: buildRegions(timeline),
		...(cause !== undefined && { cause }),
		detail: buildDetail(timeline, notRun.length),
	};
};
