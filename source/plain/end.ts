import type { Environment } from '../base/paths.ts';
import { type ExitCode, exitCodes } from '../base/problem.ts';
import { explain } from '../build/explain.ts';
import { summaryLines } from '../build/summary.ts';
import { summaryOptions } from '../build/summary-options.ts';
import type { Timeline } from '../build/timeline.ts';

/** What stays in the scroll-back when a build is over, or when it was left. */
export const endLines = (timeline: Timeline, environment: Environment, cwd: string): readonly string[] =>
	summaryLines(timeline, summaryOptions(timeline, environment, cwd));

/** The exit code that tells how a build ended; of one that still runs, that it was left. */
export const endCode = (timeline: Timeline): ExitCode => {
	switch (timeline.result) {
		case undefined:
			return exitCodes.left;
		case 'done':
			return exitCodes.done;
		case 'cancelled':
			return exitCodes.cancelled;
		case 'failed':
			return explain(timeline).credentials ? exitCodes.credentials : exitCodes.buildFailed;
		default:
			return exitCodes.buildFailed;
	}
};
