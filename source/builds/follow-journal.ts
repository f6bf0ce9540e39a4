import { steadyNow } from '../base/clock.ts';
import type { Environment } from '../base/paths.ts';
import { buildFolder, journalFile } from './folders.ts';
import type { EndEntry, JournalLine } from './journal/journal.ts';
import { readJournal } from './journal/reader.ts';
import { haveAdopted } from './orphans.ts';
import { type Alarm, openAlarm, restAfter } from './pace.ts';
import { readOwner } from './supervisor/owner.ts';

const lookAfterOwner = 1000;

/** What all of this process took since it was asked last, in milliseconds: what is shown costs more than the reading. */
const stopwatch = (): (() => number) => {
	let before = process.cpuUsage();
	return () => {
		const { user, system } = process.cpuUsage(before);
		before = process.cpuUsage();
		return (user + system) / 1000;
	};
};

type OnLines = (
	lines: readonly JournalLine[],
	isBehind: boolean,
	begins: readonly number[],
) => void | Promise<void>;

const readOn = async (
	id: string,
	onLines: OnLines,
	environment: Environment,
	alarm: Alarm,
	signal: AbortSignal | undefined,
): Promise<EndEntry | undefined> => {
	const file = journalFile(id, environment);
	const worked = stopwatch();
	let looked = steadyNow();
	let isAbandoned = false;
	for (let from = 0; !signal?.aborted; ) {
		const { lines, begins, offset, isBehind = false } = await readJournal(file, from);
		const grown = offset > from;
		from = offset;
		if (lines.length > 0) {
			await onLines(lines, isBehind, begins);
		}

		const end = lines.findLast(line => line.kind === 'end');
		if (end) {
			return end;
		}

		if (!grown) {
			if (isAbandoned) {
				return undefined;
			}

			if (steadyNow() - looked > lookAfterOwner) {
				looked = steadyNow();
				await haveAdopted(id, environment);
				// The end is written before its owner goes: so it is looked for once more.
				isAbandoned = readOwner(buildFolder(id, environment)) === undefined;
			}
		}

		if (!isBehind) {
			await alarm.rest(restAfter(worked(), lines.length));
		}
	}

	return undefined;
};

/**
 * Reads a build's journal from its beginning and calls back with every batch of new lines, in order, until the end
 * entry, which it gives back; whether more stood in the journal already, and where in it each begins. A promise that comes back is waited for before more is read. It gives undefined when the
 * signal aborts, or when the build has neither an end nor anybody who could write one, since its files were removed. If
 * the process that runs the build was killed, another one goes on with it.
 */
export const followJournal = async (
	id: string,
	onLines: OnLines,
	{ environment, signal }: { readonly environment: Environment; readonly signal?: AbortSignal },
): Promise<EndEntry | undefined> => {
	const alarm = openAlarm(buildFolder(id, environment), signal);
	try {
		return await readOn(id, onLines, environment, alarm, signal);
	} finally {
		alarm.close();
	}
};
