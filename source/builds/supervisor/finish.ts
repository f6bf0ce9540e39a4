import { setTimeout } from 'node:timers/promises';
import { exitCodes } from '../../base/problem.ts';
import type { EndEntry } from '../journal/journal.ts';
import type { JournalWriter } from '../journal/journal-file.ts';
import type { Redact } from '../journal/redaction.ts';
import { releaseOwnership } from './owner.ts';
import { removeWorkFiles } from './work-files.ts';

/** How a build ended. */
export type End = Omit<EndEntry, 'kind' | 'seq' | 'time'>;

/** Has a defect of ours told in the journal before it ends this process. Another process will go on with the build. */
export const tellDefects = (journal: JournalWriter, redact: Redact): void => {
	process.once('uncaughtException', error => {
		const what = redact(error.stack ?? error.message);
		journal.append([{ kind: 'notice', message: `The process that runs this build met a defect. ${what}` }]);
		process.exit(exitCodes.defect);
	});
};

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
