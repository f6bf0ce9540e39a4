import { stat } from 'node:fs/promises';
import type { Whereabouts } from '../base/paths.ts';
import { findBuild } from './find-build.ts';
import { buildFolder, journalFile } from './folders.ts';
import { readTimeline } from './read-timeline.ts';
import { livingOwner } from './supervisor/owner.ts';
import type { Timeline } from './timeline/timeline.ts';

/** Bytes of a journal that is read in a moment: who reads a longer one reads it once. */
const shortJournal = 1_000_000;

/**
 * The build that is meant, as it stands, if it runs and has not printed much: its owner is alive, so that nobody has to
 * adopt it.
 * @throws Problem as `findBuild` does.
 */
export const findRunning = async (
	meant: string | undefined,
	whereabouts: Whereabouts,
): Promise<Timeline | undefined> => {
	const { id } = await findBuild(meant, whereabouts);
	const { environment } = whereabouts;
	const journal = journalFile(id, environment);
	const isMeant = livingOwner(buildFolder(id, environment)) && (await stat(journal)).size <= shortJournal;
	const timeline = isMeant ? await readTimeline(journal) : undefined;
	return timeline?.result === undefined ? timeline : undefined;
};
