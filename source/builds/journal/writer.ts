import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { terminalJson } from '../../base/printable.ts';
import { systemErrorCode } from '../../base/problem.ts';
import type { JournalEntry, JournalHeader } from './journal.ts';

type WithoutBase<Entry> = Entry extends JournalEntry ? Omit<Entry, 'seq' | 'time'> : never;

/** An entry as the writer takes it: it gives number and time itself. */
export type NewEntry = WithoutBase<JournalEntry> & { readonly time?: number };

/** The one writer of a journal. */
export type JournalWriter = {
	/** Appends entries. What the disk does not take now is kept and written with the next call. */
	readonly append: (entries: readonly NewEntry[]) => void;
	/** Whether everything is in the file. */
	readonly flush: () => boolean;
	readonly close: () => void;
};

const writer = (descriptor: number, lastSeq: number): JournalWriter => {
	let seq = lastSeq;
	let pending = Buffer.alloc(0);

	const flush = (): boolean => {
		try {
			while (pending.length > 0) {
				pending = pending.subarray(writeSync(descriptor, pending));
			}
		} catch (error) {
			// A full disk must not end the build's only guard: Packer runs on and may yet be cancelled.
			if (!['ENOSPC', 'EDQUOT', 'EAGAIN', 'EIO'].includes(systemErrorCode(error) ?? '')) {
				throw error;
			}
		}

		return pending.length === 0;
	};

	return {
		append: entries => {
			const now = Date.now();
			const text = entries
				.map(({ time = now, ...entry }) => {
					seq++;
					return `${terminalJson(JSON.stringify({ seq, time, ...entry }))}\n`;
				})
				.join('');
			pending = Buffer.concat([pending, Buffer.from(text)]);
			flush();
		},
		flush,
		close: () => {
			flush();
			fsyncSync(descriptor);
			closeSync(descriptor);
		},
	};
};

/**
 * Begins a journal with its header, 0600.
 * @throws a system error, for one if the journal exists.
 */
export const createJournal = (file: string, header: JournalHeader): JournalWriter => {
	const descriptor = openSync(file, 'ax', 0o600);
	const created = writer(descriptor, 0);
	writeSync(descriptor, `${terminalJson(JSON.stringify(header))}\n`);
	return created;
};

/** Goes on with the journal of a writer that was killed: cuts what it left of a line. */
export const reopenJournal = (file: string, size: number, lastSeq: number): JournalWriter => {
	const descriptor = openSync(file, 'r+', 0o600);
	ftruncateSync(descriptor, size);
	closeSync(descriptor);
	return writer(openSync(file, 'a', 0o600), lastSeq);
};
