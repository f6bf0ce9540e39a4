import type { Whereabouts } from '../base/paths.ts';
import { summaryLines } from '../builds/report/summary.ts';
import { summaryOptions } from '../builds/report/summary-options.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';

/** What stays in the scroll-back when a build is over, or when it was left. */
export const endLines = (timeline: Timeline, whereabouts: Whereabouts): readonly string[] =>
	summaryLines(timeline, summaryOptions(timeline, whereabouts));
