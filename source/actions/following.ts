import type { Environment } from '../base/paths.ts';
import { followBuild } from '../build/follow.ts';
import type { JournalLine } from '../build/journal.ts';
import { advance, startTimeline, type Timeline } from '../build/timeline.ts';

/**
 * Follows a build from its beginning and calls back with every new Timeline and what is new in the
 * journal, until it is over or the signal aborts.
 * @returns the last Timeline.
 */
export const followTimeline = async (
	id: string,
	onChange: (timeline: Timeline, lines: readonly JournalLine[]) => void,
	environment: Environment,
	signal?: AbortSignal,
): Promise<Timeline> => {
	let timeline: Timeline | undefined;
	await followBuild(
		id,
		lines => {
			const [first] = lines;
			timeline ??= first?.kind === 'header' ? startTimeline(first) : undefined;
			if (timeline !== undefined) {
				timeline = advance(timeline, lines);
				onChange(timeline, lines);
			}
		},
		{ environment, ...(signal && { signal }) },
	);
	if (timeline === undefined) {
		throw new Error(`The journal of build ${id} has no header.`);
	}

	return timeline;
};
