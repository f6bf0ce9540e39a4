import { setImmediate, setTimeout } from 'node:timers/promises';
import { steadyNow } from '../../base/clock.ts';
import type { PackerRecord } from '../../packer/decode.ts';
import { tellsOfSignal } from '../../packer/ui-text.ts';
import type { CancelReason, ProcessIdentity } from '../journal/journal.ts';
import type { Redact } from '../journal/redaction.ts';
import type { JournalWriter, NewEntry } from '../journal/writer.ts';
import { restAfter } from '../pace.ts';
import type { TakeContents } from './contents.ts';
import { leastFree } from './disk.ts';
import { cancelEntries, entriesOf, entriesOfTaken } from './entries.ts';
import { type Evidence, withEvidence } from './evidence.ts';
import { isAlive, signalGroup, tellToEnd } from './process.ts';
import { closeSpool, lastRecords, readSpool, readSpoolRest, type Spool } from './spool.ts';
import { holdWorker, type Worker } from './worker.ts';

/** Milliseconds between two looks at the processes that wait for the build: each can be a command of its own. */
const lookInterval = 1000;

// Packer's parent process forwards SIGTERM only from a moment after its start on. Before, it would die of it and leave
// its child to run on.
const startUp = 1000;

// Packer's parent process misses a signal that comes while it is busy, and nothing that Packer prints tells for certain
// that it took one: a script may print the same. So it is told again until it ends. Packer 1.6.6 to 1.16 take no notice
// of a SIGTERM behind the first one.
const repeatSignal = 5000;

export type Watched = {
	readonly journal: JournalWriter;
	/** Bytes that are free where Packer writes; undefined if somebody removed the build's folder. */
	readonly free: () => number | undefined;
	readonly packer: ProcessIdentity;
	/** For how long Packer has run when the watch begins, milliseconds. */
	readonly age: number;
	/** Undefined if its output cannot be had. */
	readonly stdout: Spool | undefined;
	readonly stderr: Spool | undefined;
	readonly redact: Redact;
	readonly takeContents: TakeContents;
	/** Whether Packer has ended. */
	readonly ended: () => boolean;
	/** Fulfilled when it has; never if missing, since nobody tells who did not start it. */
	readonly exited?: Promise<unknown> | undefined;
	/** Aborts when the person wants the build cancelled. */
	readonly cancel: AbortSignal;
	/** Aborts when a rehearsal's container is gone; never if missing. */
	readonly died?: AbortSignal | undefined;
	/** What an earlier owner saw of the build. */
	readonly evidence: Evidence;
	/** In CI the processes that wait for the build. */
	readonly job: readonly ProcessIdentity[] | undefined;
	/** Milliseconds after which it takes too long, from the beginning of the watch on. */
	readonly left: number | undefined;
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
	const began = steadyNow();
	let looked = began;
	let worker: Worker | undefined;

	const write = (entries: readonly NewEntry[]): void => {
		journal.append(entries);
		evidence = entries.reduce(withEvidence, evidence);
	};

	const writeRecords = (records: readonly PackerRecord[]): void => {
		const taken = watched.takeContents(records);
		const entries = entriesOfTaken(taken, redact);
		const told = evidence.cancelled ? -1 : taken.findIndex(item => !('kind' in item) && tellsOfSignal(item));
		if (told < 0) {
			write(entries);
			return;
		}

		// It was not us who told Packer, and it need not be told again. What it prints from there on is its clean-up.
		signalled = steadyNow();
		write([...entries.slice(0, told + 1), ...cancelEntries('signal'), ...entries.slice(told + 1)]);
	};

	const isJobGone = (now: number): boolean => {
		if (watched.job === undefined || now - looked < lookInterval) {
			return false;
		}

		looked = now;
		return !watched.job.every(isAlive);
	};

	const cancelReason = (now: number): CancelReason | undefined => {
		if (watched.cancel.aborted) {
			return 'person';
		}

		if (watched.died?.aborted) {
			return 'container';
		}

		if (watched.left !== undefined && now - began > watched.left) {
			return 'timeout';
		}

		if (isJobGone(now)) {
			return 'job';
		}

		const free = watched.free();
		if (free === undefined) {
			// Nobody can watch or cancel it any more: whoever removes its files wants it no longer.
			return 'person';
		}

		return free < leastFree ? 'disk' : undefined;
	};

	const guard = (now: number): void => {
		const reason = evidence.cancelled ? undefined : cancelReason(now);
		if (reason) {
			write(cancelEntries(reason));
		}

		const ready = heard || watched.age + now - began > startUp;
		if (evidence.cancelled && ready && (signalled === undefined || now - signalled > repeatSignal)) {
			if (!tellToEnd(packer) && worker) {
				tellToEnd(worker.process);
			}

			// Its child and its plugins may have been stopped with it.
			signalGroup(packer, 'SIGCONT');
			signalled = now;
		}
	};

	/** Whether all of Packer has ended. Where only its first process was killed, the second one is told to clean up. */
	const hasEnded = (): boolean => {
		if (!watched.ended() || !worker || !stdout) {
			return watched.ended();
		}

		const isLeft = isAlive(worker.process);
		if (isLeft && !evidence.cancelled) {
			write(cancelEntries('signal'));
		}

		worker.handOn(stdout.descriptor);
		return !isLeft;
	};

	for (;;) {
		const looks = performance.now();
		// Asked before the reading, so that what Packer wrote last is read.
		const ended = hasEnded();
		const { records, more } = stdout ? readSpool(stdout) : { records: [], more: false };
		heard ||= records.length > 0;
		if (heard && stdout) {
			worker ??= holdWorker(packer);
		}

		writeRecords(records);
		if (!ended) {
			guard(steadyNow());
		}

		if (ended && !more) {
			break;
		}

		// A rehearsal answers from this process, even while much is printed.
		if (more) {
			await setImmediate();
		} else {
			const rest = setTimeout(restAfter(performance.now() - looks));
			// Its end is not slept through.
			await (watched.ended() ? rest : Promise.race([rest, watched.exited ?? rest]));
		}
	}

	worker?.release();
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
