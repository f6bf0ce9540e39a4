import { readToPresentEnd } from './journal/reader.ts';
import { newsOf } from './timeline/news.ts';
import type { Timeline } from './timeline/timeline.ts';

/**
 * A build as its journal stands: waits for nothing, however much it prints. Undefined if there is no journal.
 * @throws Problem (exit 3) if it cannot be read.
 */
export const readTimeline = async (file: string): Promise<Timeline | undefined> => {
	let timeline: Timeline | undefined;
	for await (const { lines, begins } of readToPresentEnd(file)) {
		timeline = newsOf(timeline, lines, begins)?.timeline ?? timeline;
	}

	return timeline;
};

/**
 * The AMI that the machine of a build was started from, as Packer said it: no more is read of the journal than tells that.
 * @throws Problem (exit 3) if it cannot be read.
 */
export const readSourceAmi = async (file: string): Promise<string | undefined> => {
	let timeline: Timeline | undefined;
	for await (const { lines, begins } of readToPresentEnd(file)) {
		timeline = newsOf(timeline, lines, begins)?.timeline ?? timeline;
		if (timeline?.sourceAmi !== undefined) {
			return timeline.sourceAmi;
		}
	}

	return undefined;
};
