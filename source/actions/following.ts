import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { journalFile } from '../builds/builds.ts';
import { followBuild } from '../builds/follow.ts';
import type { JournalLine } from '../builds/journal/journal.ts';
import { readToPresentEnd } from '../builds/journal/journal-file.ts';
import { advance, startTimeline, type Timeline } from '../builds/timeline/timeline.ts';

const filesGone = (id: string): Problem =>
	new Problem(`The files of build ${id} are gone.`, {
		reason: 'Somebody removed them. If it still ran, Packer was told to clean up, and nobody can watch it.',
		next: ['See the builds that are left: packer-wizard builds list'],
		exitCode: exitCodes.missing,
	});

/** The Timeline after more lines of a journal from its beginning; undefined as long as there is no header. */
const withLines = (timeline: Timeline | undefined, lines: readonly JournalLine[]): Timeline | undefined => {
	const [first] = lines;
	const begun = timeline ?? (first?.kind === 'header' ? startTimeline(first) : undefined);
	return begun && advance(begun, lines);
};

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
			timeline = withLines(timeline, lines);
			if (timeline !== undefined) {
				onChange(timeline, lines);
			}
		},
		{ environment, ...(signal && { signal }) },
	);
	if (timeline === undefined || (end === undefined && !signal?.aborted)) {
		throw filesGone(id);
	}

	return timeline;
};

/**
 * A build as it stands: waits for nothing, however much it prints.
 * @throws Problem (exit 3) if the build's files cannot be read, or were removed.
 */
export const presentTimeline = async (id: string, environment: Environment): Promise<Timeline> => {
	let timeline: Timeline | undefined;
	for await (const { lines } of readToPresentEnd(journalFile(id, environment))) {
		timeline = withLines(timeline, lines);
	}

	if (timeline === undefined) {
		throw filesGone(id);
	}

	return timeline;
};
