import { closeSync, constants, openSync, readSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { atLeast, type Version } from '../../base/versions.ts';
import {
	type DecoderState,
	decode,
	decodeRest,
	type PackerRecord,
	startDecoder,
} from '../../packer/decode.ts';
import type { ProcessIdentity } from '../journal/journal.ts';
import { isAlive } from './process.ts';

/** A file that Packer writes to and that we read behind it. */
export type Spool = {
	readonly descriptor: number;
	/** What was read so far. */
	state: DecoderState;
	/** Where to read next, in bytes. */
	position: number;
};

const spoolName = 'spool';
const stderrName = 'stderr';

const descriptorOf: Readonly<Record<SpoolName, number>> = { [spoolName]: 1, [stderrName]: 2 };
export type SpoolName = typeof spoolName | typeof stderrName;
export const spoolNames = { stdout: spoolName, stderr: stderrName } as const;

/**
 * Whether a spool keeps its name while it is in use. Without a name it cannot be read by anybody else and cannot be
 * left behind; but where there is no /proc, nobody could go on with it after a killed supervisor. So it keeps the name
 * there if Packer hides secrets from it by itself.
 */
const keepsName = (packer: Version): boolean => process.platform !== 'linux' && atLeast(packer, '1.15.1');

/** Makes an empty spool in the folder, for a Packer of this version to write to. */
export const createSpool = (folder: string, name: SpoolName, packer: Version): Spool => {
	const file = path.join(folder, name);
	const { O_RDWR, O_CREAT, O_EXCL, O_APPEND } = constants;
	const descriptor = openSync(file, O_RDWR | O_CREAT | O_EXCL | O_APPEND, 0o600);
	if (!keepsName(packer)) {
		unlinkSync(file);
	}

	return { descriptor, state: startDecoder(), position: 0 };
};

/**
 * Opens the spool of a Packer whose supervisor was killed, to read on from an offset; undefined if it cannot be had,
 * since Packer has ended and the spool with it.
 */
export const reopenSpool = (
	folder: string,
	name: SpoolName,
	packer: ProcessIdentity,
	offset: number,
): Spool | undefined => {
	const opened = (place: string): Spool | undefined => {
		try {
			return {
				descriptor: openSync(place, constants.O_RDWR | constants.O_APPEND),
				state: startDecoder(offset),
				position: offset,
			};
		} catch {
			return undefined;
		}
	};

	const held = opened(`/proc/${packer.pid}/fd/${descriptorOf[name]}`);
	// Asked behind the opening: until then the number may have gone to another process.
	if (held && !isAlive(packer)) {
		closeSpool(held);
		return undefined;
	}

	return held ?? opened(path.join(folder, name));
};

const chunk = Buffer.allocUnsafe(64 * 1024);

/** The records that came since the last reading, a chunk of them at most; none at the end of the file. */
export const readSpool = (
	spool: Spool,
): { readonly records: readonly PackerRecord[]; readonly more: boolean } => {
	const length = readSync(spool.descriptor, chunk, 0, chunk.length, spool.position);
	const { records, state } = decode(spool.state, chunk.subarray(0, length));
	spool.position += length;
	spool.state = state;
	return { records, more: length === chunk.length };
};

/** The record of a last line without a line break, when nothing more will come. */
export const readSpoolRest = (spool: Spool): readonly PackerRecord[] => {
	const record = decodeRest(spool.state);
	spool.state = startDecoder(spool.position);
	return record ? [record] : [];
};

/** How much of standard error is worth keeping: it holds nothing, or a crash, whose cause stands at its end. */
const lastLines = 200;

/** The last records of a spool, when nothing more will come. */
export const lastRecords = (spool: Spool): readonly PackerRecord[] => {
	let last: PackerRecord[] = [];
	for (let more = true; more; ) {
		const part = readSpool(spool);
		last = [...last, ...part.records].slice(-lastLines);
		more = part.more;
	}

	return [...last, ...readSpoolRest(spool)];
};

export const closeSpool = (spool: Spool): void => closeSync(spool.descriptor);
