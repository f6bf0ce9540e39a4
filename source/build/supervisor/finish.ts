import { setTimeout } from 'node:timers/promises';
import type { EndEntry } from '../journal.ts';
import type { JournalWriter } from '../journal-file.ts';
import { releaseOwnership } from './owner.ts';
import { removeWorkFiles } from './work-files.ts';

/** How a build ended. */
export type End = Omit<EndEntry, 'kind' | 'seq' | 'time'>;

const retryInterval = 1000;

/** The end of a build, written when all that it needed is gone: whoever reads it finds nothing half-done. */
export const finish = async (folder: string, journal: JournalWriter, end: End): Promise<void> => {
	removeWorkFiles(folder);
	journal.append([{ kind: 'end', ...end }]);
	// On a full disk the end waits for room: without it the build would seem to run for ever.
	while (!journal.flush()) {
		await setTimeout(retryInterval);
	}

	journal.close();
	releaseOwnership(folder);
};
