import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { steadyNow } from '../../base/clock.ts';
import { terminalJson } from '../../base/printable.ts';
import { systemErrorCode } from '../../base/problem.ts';
import type { JournalEntry, JournalHeader } from './journal.ts';

type WithoutBase<Entry> = Entry extends JournalEntry ? Omit<Entry, 'seq' | 'time'> : never;

/** An entry as the writer takes it: it gives number and time itself, of what is some milliseconds old, too. */
export type NewEntry = WithoutBase<JournalEntry> & { readonly age?: number | undefined };

/** The one writer of a journal. */
export type JournalWriter = {
	/** Appends entries. What the disk does not take now is kept and written with the next call. */
	readonly append: (entries: readonly NewEntry[]) => void;
	/** Whether everything is in the file. */
	readonly flush: () => boolean;
	readonly close: () => void;
};

/** An entry without what the writer gives it, behind the brace that opens it. Records are nearly all there is: by hand. */
const rest = (entry: NewEntry): string => {
	if (entry.kind === 'record') {
		const { offset, target, type, data } = entry;
		return `"kind":"record","offset":${offset},"target":${JSON.stringify(target)},"type":${JSON.stringify(type)},"data":${JSON.stringify(data)}}`;
	}

	const { age: _, ...others } = entry;
	return JSON.stringify(others).slice(1);
};

/** What most of what is written at once fits into, in bytes; taken again and again. */
const room = Buffer.allocUnsafe(512 * 1024);

/**
 * Lines of JSON as a terminal can take them, until the next are asked for. JSON escapes all that one would act on of ASCII,
 * but for one character.
 */
const terminalBytes = (text: string): Buffer => {
	// Of a character come three bytes at most.
	const bytes = text.length * 3 <= room.length ? room.subarray(0, room.write(text)) : Buffer.from(text);
	return bytes.length === text.length && !bytes.includes(0x7f) ? bytes : Buffer.from(terminalJson(text));
};

/** Where a journal ends: the number and the time of its last entry. */
type Last = { readonly seq: number; readonly time: number };

const writer = (descriptor: number, last: Last): JournalWriter => {
	let { seq, time: latest } = last;
	let pending: Buffer = Buffer.alloc(0);

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
			const now = Math.round(steadyNow());
			let text = '';
			for (const entry of entries) {
				seq++;
				// No entry is older than the one before it, whatever became of the clock that dated it.
				latest = Math.max(latest, now - (entry.age ?? 0));
				text += `{"seq":${seq},"time":${latest},${rest(entry)}\n`;
			}

			const bytes = terminalBytes(text);
			pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
			if (!flush()) {
				pending = Buffer.from(pending);
			}
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
	const created = writer(descriptor, { seq: 0, time: header.time });
	writeSync(descriptor, `${terminalJson(JSON.stringify(header))}\n`);
	return created;
};

/** Goes on with the journal of a writer that was killed: cuts what it left of a line. */
export const reopenJournal = (file: string, size: number, last: Last): JournalWriter => {
	const descriptor = openSync(file, 'r+', 0o600);
	ftruncateSync(descriptor, size);
	closeSync(descriptor);
	return writer(openSync(file, 'a', 0o600), last);
};
