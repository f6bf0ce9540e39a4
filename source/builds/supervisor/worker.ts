import {
	closeSync,
	constants,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	readSync,
	writeSync,
} from 'node:fs';
import { systemErrorCode } from '../../base/problem.ts';
import type { ProcessIdentity } from '../journal/journal.ts';
import { identityOf } from './process.ts';

/**
 * Packer's second process, which does the work: the first one, which we started, hands on what the second prints
 * (Packer 1.6.6 to 1.16). Killed alone, the first leaves the second without a reader, and its next line ends it before
 * it has cleaned up. So its pipes are held open from here.
 */
export type Worker = {
	readonly process: ProcessIdentity;
	/** Takes over for a first process that is gone: puts what was printed meanwhile into the spool. */
	readonly handOn: (spool: number) => void;
	readonly release: () => void;
};

const childrenOf = (pid: number): readonly number[] =>
	readdirSync(`/proc/${pid}/task`)
		.flatMap(task => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
		.filter(child => child.trim() !== '')
		.map(Number);

const programOf = (pid: number): string => readlinkSync(`/proc/${pid}/exe`);

const openPipe = (pid: number, descriptor: number): number => {
	const place = `/proc/${pid}/fd/${descriptor}`;
	if (!readlinkSync(place).startsWith('pipe:')) {
		throw new Error(`${place} is no pipe.`);
	}

	return openSync(place, constants.O_RDONLY | constants.O_NONBLOCK);
};

const chunk = Buffer.allocUnsafe(64 * 1024);

/** Calls back with all that is in a pipe now. */
const drain = (pipe: number, take: (bytes: Buffer) => void): void => {
	try {
		for (let length = 1; length > 0; ) {
			length = readSync(pipe, chunk, 0, chunk.length, null);
			take(chunk.subarray(0, length));
		}
	} catch (error) {
		// What the disk does not take is lost: Packer must be able to go on.
		if (!['EAGAIN', 'ENOSPC', 'EDQUOT'].includes(systemErrorCode(error) ?? '')) {
			throw error;
		}
	}
};

/** Finds it below the process that we started; undefined if it is not there (yet), or nothing can tell, as on macOS. */
export const holdWorker = (packer: ProcessIdentity): Worker | undefined => {
	try {
		const pid = childrenOf(packer.pid).find(child => programOf(child) === programOf(packer.pid));
		const process = pid === undefined ? undefined : identityOf(pid);
		if (!process) {
			return undefined;
		}

		const output = openPipe(process.pid, 1);
		const log = openPipe(process.pid, 2);
		return {
			process,
			handOn: spool => {
				drain(output, bytes => writeSync(spool, bytes));
				drain(log, () => {});
			},
			release: () => {
				closeSync(output);
				closeSync(log);
			},
		};
	} catch {
		// There is no /proc, or it has just ended.
		return undefined;
	}
};
