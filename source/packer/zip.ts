import { createWriteStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** A file in a ZIP archive, as its central directory tells. */
export type ZipEntry = {
	readonly name: string;
	/** 0: stored, 8: deflated; nothing else is read. */
	readonly method: number;
	readonly compressedSize: number;
	readonly size: number;
	/** Where its local header begins. */
	readonly offset: number;
};

// Signatures and sizes as in the ZIP specification, APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16.
const endSignature = 0x06054b50;
const endSize = 22;
const entrySignature = 0x02014b50;
const entrySize = 46;
const localSignature = 0x04034b50;
const localSize = 30;
const longestComment = 0xffff;

const stored = 0;
const deflated = 8;

const readAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
	const buffer = Buffer.alloc(length);
	const { bytesRead } = await file.read(buffer, 0, length, position);
	if (bytesRead < length) {
		throw new Error('The archive ends too early.');
	}

	return buffer;
};

const findEnd = async (file: FileHandle): Promise<Buffer> => {
	const { size } = await file.stat();
	const length = Math.min(size, endSize + longestComment);
	const tail = await readAt(file, size - length, length);
	for (let at = length - endSize; at >= 0; at--) {
		if (tail.readUInt32LE(at) === endSignature) {
			return tail.subarray(at);
		}
	}

	throw new Error('That is no ZIP archive.');
};

/** Lists a ZIP archive of less than 4 GiB. @throws Error if it is damaged. */
export const readZip = async (file: FileHandle): Promise<readonly ZipEntry[]> => {
	const end = await findEnd(file);
	const count = end.readUInt16LE(10);
	const directory = await readAt(file, end.readUInt32LE(16), end.readUInt32LE(12));
	const entries: ZipEntry[] = [];
	let at = 0;
	for (let index = 0; index < count; index++) {
		if (at + entrySize > directory.length || directory.readUInt32LE(at) !== entrySignature) {
			throw new Error('The archive is damaged.');
		}

		const nameEnd = at + entrySize + directory.readUInt16LE(at + 28);
		entries.push({
			name: directory.toString('utf8', at + entrySize, nameEnd),
			method: directory.readUInt16LE(at + 10),
			compressedSize: directory.readUInt32LE(at + 20),
			size: directory.readUInt32LE(at + 24),
			offset: directory.readUInt32LE(at + 42),
		});
		at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
	}

	return entries;
};

/**
 * Writes one file of an archive to a path, which must not exist. The name in the archive is never made a path.
 * @throws Error if the archive is damaged, a system error, or that of the signal.
 */
export const extractEntry = async (
	file: FileHandle,
	{ method, offset, compressedSize, size }: ZipEntry,
	to: string,
	mode: number,
	signal?: AbortSignal,
): Promise<void> => {
	const header = await readAt(file, offset, localSize);
	if (header.readUInt32LE(0) !== localSignature || (method !== stored && method !== deflated)) {
		throw new Error('The archive is damaged, or packed in an unknown way.');
	}

	const start = offset + localSize + header.readUInt16LE(26) + header.readUInt16LE(28);
	const target = createWriteStream(to, { flags: 'wx', mode });
	if (compressedSize === 0) {
		await pipeline([], target, { signal });
	} else {
		const source = file.createReadStream({ start, end: start + compressedSize - 1, autoClose: false });
		await (method === stored
			? pipeline(source, target, { signal })
			: pipeline(source, createInflateRaw(), target, { signal }));
	}

	if (target.bytesWritten !== size) {
		throw new Error('The archive is damaged.');
	}
};
