import type { EndEntry } from '../journal.ts';
import type { JournalWriter } from '../journal-file.ts';
import { releaseOwnership } from './owner.ts';
import { removeWorkFiles } from './work-files.ts';

/** How a build ended. */
export type End = Omit<EndEntry, 'kind' | 'seq' | 'time'>;

/** The end of a build, written when all that it needed is gone: whoever reads it finds nothing half-done. */
export const finish = (folder: string, journal: JournalWriter, end: End): void => {
	removeWorkFiles(folder);
	journal.append([{ kind: 'end', ...end }]);
	journal.close();
	releaseOwnership(folder);
};
