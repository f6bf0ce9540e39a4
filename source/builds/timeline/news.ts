import type { JournalLine } from '../journal/journal.ts';
import type { Moment } from './glance.ts';
import { advanceByMoments, startTimeline, type Timeline } from './timeline.ts';

/** What is new of a build. */
export type BuildNews = {
	readonly timeline: Timeline;
	/** The lines of the journal since the Timeline before. */
	readonly lines: readonly JournalLine[];
	/** The build after the first line, and after each that changed more than its log. */
	readonly moments: readonly Moment[];
	/** Whether more of the journal was there already: the Timeline tells of an earlier time than now. */
	readonly isBehind?: boolean;
};

/**
 * What more lines of a journal tell, from its beginning on; undefined as long as there is no header.
 * @param begins where each line begins in the journal, in bytes.
 */
export const newsOf = (
	timeline: Timeline | undefined,
	lines: readonly JournalLine[],
	begins?: readonly number[],
): BuildNews | undefined => {
	const [first] = lines;
	const begun = timeline ?? (first?.kind === 'header' ? startTimeline(first) : undefined);
	return begun && { ...advanceByMoments(begun, lines, begins), lines };
};

/** Passes on what is new once all that happened before was read: it is not played again. */
export const fromPresent = (onNews: (news: BuildNews) => void): ((news: BuildNews) => void) => {
	let hasCaughtUp = false;
	return news => {
		// A build that prints faster than it is read is told of all the same.
		hasCaughtUp ||= news.isBehind !== true;
		if (hasCaughtUp) {
			onNews(news);
		}
	};
};
