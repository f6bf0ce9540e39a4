import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { journalFile } from '../builds/folders.ts';
import { followJournal } from '../builds/follow-journal.ts';
import { readJournalEnds } from '../builds/journal/reader.ts';
import { readLogTexts } from '../builds/read-log.ts';
import { readTimeline } from '../builds/read-timeline.ts';
import { type BuildNews, newsOf } from '../builds/timeline/news.ts';
import { linesOf, type Timeline } from '../builds/timeline/timeline.ts';

const filesGone = (id: string): Problem =>
	new Problem(`The files of build ${id} are gone.`, {
		reason: 'Somebody removed them. If it still ran, Packer was told to clean up, and nobody can watch it.',
		next: ['See the builds that are left: packer-wizard builds list'],
		exitCode: exitCodes.missing,
	});

/**
 * Follows a build from its beginning and calls back with what is new, until it is over or the signal aborts. A promise
 * that comes back is waited for before more is read.
 * @returns the last Timeline.
 * @throws Problem (exit 3) if the build's files cannot be read, or were removed; the reason of the signal if nothing of
 * it was read before that aborted.
 */
export const followTimeline = async (
	id: string,
	onProgress: (progress: BuildNews) => void | Promise<void>,
	environment: Environment,
	signal?: AbortSignal,
): Promise<Timeline> => {
	let timeline: Timeline | undefined;
	const end = await followJournal(
		id,
		async (lines, isBehind, begins) => {
			const progress = newsOf(timeline, lines, begins);
			if (progress !== undefined) {
				timeline = progress.timeline;
				await onProgress({ ...progress, ...(isBehind && { isBehind }) });
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
	const timeline = await readTimeline(journalFile(id, environment));
	if (timeline === undefined) {
		throw filesGone(id);
	}

	return timeline;
};

/**
 * The texts of lines of a build's log, by their indexes. What cannot be found in its journal is left out.
 * @throws Problem (exit 3) if the journal cannot be read, or was removed.
 */
export const readLog = async (
	timeline: Timeline,
	wanted: readonly number[],
	environment: Environment,
): Promise<ReadonlyMap<number, string>> => {
	const { id } = timeline.header;
	const file = journalFile(id, environment);
	const texts = await readLogTexts(file, linesOf(timeline), wanted);
	if (texts.size < wanted.length && (await readJournalEnds(file)) === undefined) {
		throw filesGone(id);
	}

	return texts;
};
