import type { JournalLine } from './journal/journal.ts';
import { readToPresentEnd } from './journal/reader.ts';
import { advanceByMoments, type Moment, startTimeline, type Timeline } from './timeline/timeline.ts';

/** What is new of a build. */
export type Progress = {
	readonly timeline: Timeline;
	/** The lines of the journal since the Timeline before. */
	readonly lines: readonly JournalLine[];
	/** The build after the first line, and after each that changed more than its log. */
	readonly moments: readonly Moment[];
};

/** What more lines of a journal tell, from its beginning on; undefined as long as there is no header. */
export const progressOf = (
	timeline: Timeline | undefined,
	lines: readonly JournalLine[],
): Progress | undefined => {
	const [first] = lines;
	const begun = timeline ?? (first?.kind === 'header' ? startTimeline(first) : undefined);
	return begun && { ...advanceByMoments(begun, lines), lines };
};

/**
 * A build as its journal stands: waits for nothing, however much it prints. Undefined if there is no journal.
 * @throws Problem (exit 3) if it cannot be read.
 */
export const readTimeline = async (file: string): Promise<Timeline | undefined> => {
	let timeline: Timeline | undefined;
	for await (const { lines } of readToPresentEnd(file)) {
		timeline = progressOf(timeline, lines)?.timeline ?? timeline;
	}

	return timeline;
};
