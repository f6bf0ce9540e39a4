import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { journalFile } from '../builds/builds.ts';
import { followBuild } from '../builds/follow.ts';
import type { JournalLine } from '../builds/journal/journal.ts';
import { readToPresentEnd } from '../builds/journal/journal-file.ts';
import { advanceByMoments, startTimeline, type Timeline } from '../builds/timeline/timeline.ts';
import type { Progress } from './contract.ts';

const filesGone = (id: string): Problem =>
	new Problem(`The files of build ${id} are gone.`, {
		reason: 'Somebody removed them. If it still ran, Packer was told to clean up, and nobody can watch it.',
		next: ['See the builds that are left: packer-wizard builds list'],
		exitCode: exitCodes.missing,
	});

/** What more lines of a journal, from its beginning, tell; undefined as long as there is no header. */
const progressOf = (timeline: Timeline | undefined, lines: readonly JournalLine[]): Progress | undefined => {
	const [first] = lines;
	const begun = timeline ?? (first?.kind === 'header' ? startTimeline(first) : undefined);
	return begun && { ...advanceByMoments(begun, lines), lines };
};

/**
 * Follows a build from its beginning and calls back with what is new, until it is over or the signal aborts. A promise
 * that comes back is waited for before more is read.
 * @returns the last Timeline.
 * @throws Problem (exit 3) if the build's files cannot be read, or were removed; the reason of the signal if nothing of
 * it was read before that aborted.
 */
export const followTimeline = async (
	id: string,
	onProgress: (progress: Progress) => void | Promise<void>,
	environment: Environment,
	signal?: AbortSignal,
): Promise<Timeline> => {
	let timeline: Timeline | undefined;
	const end = await followBuild(
		id,
		async lines => {
			const progress = progressOf(timeline, lines);
			if (progress !== undefined) {
				timeline = progress.timeline;
				await onProgress(progress);
			}
		},
		{ environment, ...(signal && { signal }) },
	);
	if (timeline === undefined) {
		signal?.throwIfAborted();
	}

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
		timeline = progressOf(timeline, lines)?.timeline ?? timeline;
	}

	if (timeline === undefined) {
		throw filesGone(id);
	}

	return timeline;
};
