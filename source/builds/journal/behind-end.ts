import { appendFileSync } from 'node:fs';
import { steadyNow } from '../../base/clock.ts';
import { terminalJson } from '../../base/printable.ts';
import type { CleanupEntry, CopyEntry, ImageEntry, TestEntry } from './journal.ts';
import { readJournalEnds } from './reader.ts';

/** What is told of a build that is over. */
type LaterEntry =
	| Omit<CopyEntry, 'seq' | 'time'>
	| Omit<CleanupEntry, 'seq' | 'time'>
	| Omit<ImageEntry, 'seq' | 'time'>
	| Omit<TestEntry, 'seq' | 'time'>;

/**
 * Opens the journal of a build that is over for what is done later; gives what appends an entry, and throws a system error if
 * it cannot.
 * @throws Problem (exit 3) if it cannot be read.
 */
export const openBehindEnd = async (file: string): Promise<(entry: LaterEntry) => void> => {
	let seq = (await readJournalEnds(file))?.last.at(-1)?.seq ?? 0;
	return entry => {
		seq++;
		const line = JSON.stringify({ seq, time: Math.round(steadyNow()), ...entry });
		appendFileSync(file, `${terminalJson(line)}\n`);
	};
};
