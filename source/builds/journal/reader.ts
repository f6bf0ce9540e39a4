import type { FileHandle } from 'node:fs/promises';
import { openRegular, whyUnreadable } from '../../base/files.ts';
import { exitCodes, Problem, systemErrorCode } from '../../base/problem.ts';
import type { JournalEntry, JournalHeader, JournalLine } from './journal.ts';
import { parseLine, whyNoHeader } from './line.ts';

const lineFeed = 0x0a;
const chunkSize = 256 * 1024;
/** No line of a journal comes near: what is longer is no journal. */
const longestLine = 16 * 1024 * 1024;
const holdsNoLine = 'It holds a line that is too long.';

/** Lines of a journal and where to read on, in bytes. */
export type JournalPart = {
	readonly lines: readonly JournalLine[];
	/** Where each of them begins, in bytes. */
	readonly begins: readonly number[];
	readonly offset: number;
	/** Whether more stood in the file when it was looked at. */
	readonly isBehind?: boolean;
};

/** The lines of a journal in some of its bytes, which end with a line break, and where each begins, from an offset on. */
const parseLines = (bytes: Buffer, offset = 0): Pick<JournalPart, 'lines' | 'begins'> => {
	const lines: JournalLine[] = [];
	const begins: number[] = [];
	for (
		let begin = 0, end = bytes.indexOf(lineFeed);
		end !== -1;
		begin = end + 1, end = bytes.indexOf(lineFeed, begin)
	) {
		const line = parseLine(bytes.toString('utf8', begin, end));
		if (line) {
			lines.push(line);
			begins.push(offset + begin);
		}
	}

	return { lines, begins };
};

const unreadable = (file: string, reason: string, cause?: unknown): Problem =>
	new Problem(`${file} cannot be read.`, { reason, exitCode: exitCodes.missing, cause });

/**
 * Works with an open journal; undefined if there is none.
 * @throws Problem (exit 3) if it cannot be read.
 */
const withJournal = async <Result>(
	file: string,
	work: (handle: FileHandle) => Promise<Result>,
): Promise<Result | undefined> => {
	let handle: FileHandle | undefined;
	try {
		handle = await openRegular(file);
		return await work(handle);
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT') {
			return undefined;
		}

		throw systemErrorCode(error) === undefined ? error : unreadable(file, whyUnreadable(error), error);
	} finally {
		await handle?.close();
	}
};

const readFrom = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
	const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, offset);
	return buffer.subarray(0, bytesRead);
};

/** Reads more and more from an offset on, until what was read is enough, or all there is; and whether it is less than all. */
const readUntil = async (
	file: string,
	handle: FileHandle,
	offset: number,
	first: number,
	isEnough: (bytes: Buffer) => boolean,
): Promise<{ readonly bytes: Buffer; readonly isBehind: boolean }> => {
	// Mostly nothing has come since the last look.
	const left = (await handle.stat()).size - offset;
	if (left <= 0) {
		return { bytes: Buffer.alloc(0), isBehind: false };
	}

	for (let size = first; ; size = Math.min(size * 4, longestLine)) {
		const bytes = await readFrom(handle, offset, Math.min(size, left));
		if (size >= left || isEnough(bytes)) {
			return { bytes, isBehind: bytes.length < left };
		}

		if (size >= longestLine) {
			throw unreadable(file, holdsNoLine);
		}
	}
};

/**
 * The complete lines of a journal from an offset on, a good chunk of them at a time: read again from the offset that
 * is returned until it stays. A last line without its line break was torn, or is being written, and stays for the next
 * reading. What is no line of a journal is left out. No file gives no lines.
 * @param size how much is a good chunk, in bytes.
 * @throws Problem (exit 3) if it cannot be read.
 */
export const readJournal = async (file: string, fromOffset = 0, size = chunkSize): Promise<JournalPart> => {
	const part = await withJournal(file, async handle => {
		const { bytes, isBehind } = await readUntil(file, handle, fromOffset, size, read =>
			read.includes(lineFeed),
		);
		const end = bytes.lastIndexOf(lineFeed) + 1;
		return {
			...parseLines(bytes.subarray(0, end), fromOffset),
			offset: fromOffset + end,
			...(isBehind && { isBehind }),
		};
	});
	return part ?? { lines: [], begins: [], offset: fromOffset };
};

/**
 * The journal from its beginning to where it ends now, part by part: what is written meanwhile is not waited for.
 * @throws Problem (exit 3) if it cannot be read.
 */
export const readToPresentEnd = async function* (file: string): AsyncGenerator<JournalPart, void> {
	const size = (await withJournal(file, async handle => (await handle.stat()).size)) ?? 0;
	for (let offset = 0; offset < size; ) {
		const part = await readJournal(file, offset);
		if (part.offset === offset) {
			return;
		}

		yield part;
		offset = part.offset;
	}
};

/** The first line and the last ones of a journal, without reading what lies between. */
export type JournalEnds = {
	readonly header: JournalHeader;
	/** The last entries in order, some dozens; the very last is the end entry if the build is over. */
	readonly last: readonly JournalEntry[];
};

const smallChunk = 8 * 1024;

const readHeader = async (file: string, handle: FileHandle): Promise<JournalHeader | undefined> => {
	const { bytes } = await readUntil(file, handle, 0, smallChunk, read => read.includes(lineFeed));
	const end = bytes.indexOf(lineFeed);
	if (end === -1) {
		return undefined;
	}

	const text = bytes.toString('utf8', 0, end);
	const line = parseLine(text);
	if (line?.kind !== 'header') {
		throw unreadable(file, whyNoHeader(text));
	}

	return line;
};

/** What may stand behind the end. */
const laterKinds: readonly JournalEntry['kind'][] = ['copy', 'cleanup', 'image', 'test'];

const readLast = async (file: string, handle: FileHandle, size: number): Promise<readonly JournalEntry[]> => {
	for (let tail = smallChunk; tail <= longestLine * 4; tail *= 4) {
		const from = Math.max(0, size - tail);
		const bytes = await readFrom(handle, from, size - from);
		const begin = from === 0 ? 0 : bytes.indexOf(lineFeed) + 1;
		const end = bytes.lastIndexOf(lineFeed) + 1;
		if (from === 0 || (begin > 0 && end > begin)) {
			const entries = parseLines(bytes.subarray(begin, end)).lines.filter(line => line.kind !== 'header');
			// Behind the end there may be many entries of what was done later.
			if (from === 0 || tail > longestLine || entries.some(({ kind }) => !laterKinds.includes(kind))) {
				return entries;
			}
		}
	}

	throw unreadable(file, holdsNoLine);
};

/**
 * Header and last entries of a journal; undefined if there is no journal with a header (yet).
 * @throws Problem (exit 3) if it cannot be read, or is none of this version.
 */
export const readJournalEnds = (file: string): Promise<JournalEnds | undefined> =>
	withJournal(file, async handle => {
		const header = await readHeader(file, handle);
		const { size } = await handle.stat();
		return header && { header, last: await readLast(file, handle, size) };
	});
