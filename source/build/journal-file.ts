import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemErrorCode } from '../base/problem.ts';
import type { JournalEntry, JournalHeader, JournalLine } from './journal.ts';

const lineFeed = 0x0a;
const chunkSize = 256 * 1024;

/** Lines of a journal and where to read on, in bytes. */
export type JournalPart = {
	readonly lines: readonly JournalLine[];
	readonly offset: number;
};

// A journal has one writer, this program, so what is complete and JSON has the form that was written.
const parseLine = (text: string): JournalLine | undefined => {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && 'kind' in value
			? (value as JournalLine)
			: undefined;
	} catch {
		return undefined;
	}
};

const parseLines = (bytes: Buffer): JournalLine[] =>
	bytes
		.toString('utf8')
		.split('\n')
		.flatMap(text => parseLine(text) ?? []);

const readFrom = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
	const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
	return buffer.subarray(0, bytesRead);
};

/**
 * The complete lines of a journal from an offset on, a good chunk of them at a time: read again from the offset that
 * is returned until it stays. A last line without its line break was torn, or is being written, and stays for the next
 * reading. No file gives no lines.
 */
export const readJournal = async (file: string, fromOffset = 0): Promise<JournalPart> => {
	let handle: FileHandle;
	try {
		handle = await open(file, 'r');
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT') {
			return { lines: [], offset: fromOffset };
		}

		throw error;
	}

	try {
		// A single line may be longer than a chunk.
		for (let size = chunkSize; ; size *= 4) {
			const bytes = await readFrom(handle, fromOffset, size);
			const end = bytes.lastIndexOf(lineFeed) + 1;
			if (end > 0 || bytes.length < size) {
				return { lines: parseLines(bytes.subarray(0, end)), offset: fromOffset + end };
			}
		}
	} finally {
		await handle.close();
	}
};

/** The whole journal. */
export const readWholeJournal = async (file: string): Promise<readonly JournalLine[]> => {
	const all: JournalLine[] = [];
	for (let offset = 0; ; ) {
		const part = await readJournal(file, offset);
		if (part.offset === offset) {
			return all;
		}

		all.push(...part.lines);
		offset = part.offset;
	}
};

/** The first line and the last ones of a journal, without reading what lies between. */
export type JournalEnds = {
	readonly header: JournalHeader;
	/** The last entries in order, some dozens; the very last is the end entry if the build is over. */
	readonly last: readonly JournalEntry[];
};

const isHeader = (line: JournalLine | undefined): line is JournalHeader => line?.kind === 'header';

const readHeader = async (handle: FileHandle): Promise<JournalHeader | undefined> => {
	for (let size = 8 * 1024; ; size *= 4) {
		const bytes = await readFrom(handle, 0, size);
		const end = bytes.indexOf(lineFeed);
		if (end !== -1) {
			const [line] = parseLines(bytes.subarray(0, end));
			return isHeader(line) ? line : undefined;
		}

		if (bytes.length < size) {
			return undefined;
		}
	}
};

const readLast = async (handle: FileHandle, size: number): Promise<readonly JournalEntry[]> => {
	for (let tail = 8 * 1024; ; tail *= 4) {
		const from = Math.max(0, size - tail);
		const bytes = await readFrom(handle, from, size - from);
		const begin = from === 0 ? 0 : bytes.indexOf(lineFeed) + 1;
		const end = bytes.lastIndexOf(lineFeed) + 1;
		if (from === 0 || (begin > 0 && end > begin)) {
			return parseLines(bytes.subarray(begin, end)).filter(line => line.kind !== 'header');
		}
	}
};

/** Header and last entries of a journal; undefined if there is no journal with a header (yet). */
export const readJournalEnds = async (file: string): Promise<JournalEnds | undefined> => {
	let handle: FileHandle;
	try {
		handle = await open(file, 'r');
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ENOTDIR') {
			return undefined;
		}

		throw error;
	}

	try {
		const header = await readHeader(handle);
		const { size } = await handle.stat();
		return header && { header, last: await readLast(handle, size) };
	} finally {
		await handle.close();
	}
};

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
					return `${JSON.stringify({ seq, time, ...entry })}\n`;
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
	writeSync(descriptor, `${JSON.stringify(header)}\n`);
	return created;
};

/** Goes on with the journal of a writer that was killed: cuts what it left of a line. */
export const reopenJournal = (file: string, size: number, lastSeq: number): JournalWriter => {
	const descriptor = openSync(file, 'r+', 0o600);
	ftruncateSync(descriptor, size);
	closeSync(descriptor);
	return writer(openSync(file, 'a', 0o600), lastSeq);
};
