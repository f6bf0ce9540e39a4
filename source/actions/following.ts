import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { followBuild } from '../builds/follow.ts';
import type { JournalLine } from '../builds/journal/journal.ts';
import { advance, startTimeline, type Timeline } from '../builds/timeline/timeline.ts';

/**
 * Follows a build from its beginning and calls back with every new Timeline and what is new in the
 * journal, until it is over or the signal aborts.
 * @returns the last Timeline.
 * @throws Problem (exit 3) if the build's files cannot be read, or were removed.
 */
export const followTimeline = async (
	id: string,
	onChange: (timeline: Timeline, lines: readonly JournalLine[]) => void,
	environment: Environment,
	signal?: AbortSignal,
): Promise<Timeline> => {
	let timeline: Timeline | undefined;
	const end = await followBuild(
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
	if (timeline === undefined || (end === undefined && !signal?.aborted)) {
		throw new Problem(`The files of build ${id} are gone.`, {
			reason: 'Somebody removed them. If it still ran, Packer was told to clean up, and nobody can watch it.',
			next: ['See the builds that are left: packer-wizard builds list'],
			exitCode: exitCodes.missing,
		});
	}

	return timeline;
};
