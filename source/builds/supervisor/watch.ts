import { statfsSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { systemErrorCode } from '../../base/problem.ts';
import type { PackerRecord } from '../../packer/decode.ts';
import { tellsOfSignal } from '../../packer/ui-text.ts';
import { cancelCauses } from '../journal/causes.ts';
import type { CancelReason, ProcessIdentity } from '../journal/journal.ts';
import type { Redact } from '../journal/redaction.ts';
import type { JournalWriter, NewEntry } from '../journal/writer.ts';
import { type Evidence, withEvidence } from './evidence.ts';
import { signalGroup, tellToEnd } from './process.ts';
import { closeSpool, readSpool, readSpoolRest, type Spool } from './spool.ts';

/** Milliseconds between two looks at the spool. */
const pollInterval = 50;

/** Below this Packer is cancelled while it can still write: once its output is refused it hangs for good. */
const leastFree = 32 * 1024 * 1024;

// Packer's parent process forwards SIGTERM only from a moment after its start on. Before, it would die of it and leave
// its child to run on.
const startUp = 1000;

// Packer's parent process misses a signal that comes while it is busy, and nothing that Packer prints tells for certain
// that it took one: a script may print the same. So it is told again until it ends. Packer 1.6.6 to 1.16 take no notice
// of a SIGTERM behind the first one.
const repeatSignal = 5000;

// A record is dated by Packer itself if it is read much later than it was written.
const late = 3000;

export type Watched = {
	readonly journal: JournalWriter;
	/** The build's folder. */
	readonly folder: string;
	readonly packer: ProcessIdentity;
	/** When Packer was started, milliseconds since 1970. */
	readonly began: number;
	/** Undefined if its output cannot be had. */
	readonly stdout: Spool | undefined;
	readonly stderr: Spool | undefined;
	readonly redact: Redact;
	/** Whether Packer has ended. */
	readonly ended: () => boolean;
	/** Aborts when the person wants the build cancelled. */
	readonly cancel: AbortSignal;
	/** What an earlier owner saw of the build. */
	readonly evidence: Evidence;
	/** When it takes too long, milliseconds since 1970. */
	readonly deadline: number | undefined;
};

const entriesOf = (records: readonly PackerRecord[], redact: Redact, offset?: number): NewEntry[] =>
	records.map(record => ({
		kind: 'record',
		offset: offset ?? record.offset,
		target: record.target,
		type: record.type,
		data: record.data.map(redact),
		...(record.time > 0 && Date.now() - record.time > late ? { time: record.time } : {}),
	}));

/** Bytes that are free where Packer writes; undefined if somebody removed the build's folder. */
const free = (folder: string): number | undefined => {
	try {
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize;
	} catch (error) {
		// A network's file system may be out of reach for a while.
		return systemErrorCode(error) === 'ENOENT' ? undefined : Number.POSITIVE_INFINITY;
	}
};

/** What the journal says of a build that is being cancelled. */
export const cancelEntries = (reason: CancelReason): NewEntry[] => {
	const message = cancelCauses[reason];
	return [
		...(message === undefined ? [] : [{ kind: 'notice', message } as const]),
		{ kind: 'cancel', reason },
	];
};

/**
 * Writes what Packer prints into the journal until Packer has ended, and cancels the build when it has to: by SIGTERM
 * to Packer alone, which then cleans up in its own time. Gives what the journal says of its end.
 */
export const watchPacker = async (watched: Watched): Promise<Evidence> => {
	const { journal, stdout, stderr, redact, packer } = watched;
	let { evidence } = watched;
	let heard = stdout === undefined;
	let signalled: number | undefined;

	const write = (entries: readonly NewEntry[]): void => {
		journal.append(entries);
		evidence = entries.reduce(withEvidence, evidence);
	};

	const writeRecords = (records: readonly PackerRecord[]): void => {
		const entries = entriesOf(records, redact);
		const told = evidence.cancelled ? -1 : records.findIndex(tellsOfSignal);
		if (told < 0) {
			write(entries);
			return;
		}

		// It was not us who told Packer, and it need not be told again. What it prints from there on is its clean-up.
		signalled = Date.now();
		write([...entries.slice(0, told + 1), ...cancelEntries('signal'), ...entries.slice(told + 1)]);
	};

	const cancelReason = (now: number): CancelReason | undefined => {
		if (watched.cancel.aborted) {
			return 'person';
		}

		if (watched.deadline !== undefined && now > watched.deadline) {
			return 'timeout';
		}

		const left = free(watched.folder);
		if (left === undefined) {
			// Nobody can watch or cancel it any more: whoever removes its files wants it no longer.
			return 'person';
		}

		return left < leastFree ? 'disk' : undefined;
	};

	const guard = (now: number): void => {
		const reason = evidence.cancelled ? undefined : cancelReason(now);
		if (reason) {
			write(cancelEntries(reason));
		}

		const ready = heard || now - watched.began > startUp;
		if (evidence.cancelled && ready && (signalled === undefined || now - signalled > repeatSignal)) {
			tellToEnd(packer);
			// Its child and its plugins may have been stopped with it.
			signalGroup(packer, 'SIGCONT');
			signalled = now;
		}
	};

	for (;;) {
		// Asked before the reading, so that what Packer wrote last is read.
		const ended = watched.ended();
		const { records, more } = stdout ? readSpool(stdout) : { records: [], more: false };
		heard ||= records.length > 0;
		writeRecords(records);
		if (!ended) {
			guard(Date.now());
		}

		if (ended && !more) {
			break;
		}

		// A rehearsal answers from this process, even while much is printed.
		await (more ? setImmediate() : setTimeout(pollInterval));
	}

	if (stdout) {
		write(entriesOf(readSpoolRest(stdout), redact));
		closeSpool(stdout);
	}

	if (stderr) {
		write(entriesOf(lastRecords(stderr), redact, stdout?.position ?? 0));
		closeSpool(stderr);
	}

	return evidence;
};

/** How much of standard error is worth keeping: it holds nothing, or a crash, whose cause stands at its end. */
const lastLines = 200;

const lastRecords = (spool: Spool): readonly PackerRecord[] => {
	let last: PackerRecord[] = [];
	for (let more = true; more; ) {
		const part = readSpool(spool);
		last = [...last, ...part.records].slice(-lastLines);
		more = part.more;
	}

	return [...last, ...readSpoolRest(spool)];
};
