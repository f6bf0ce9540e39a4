import { setTimeout } from 'node:timers/promises';
import { steadyNow } from '../base/clock.ts';
import type { Environment } from '../base/paths.ts';
import { buildFolder, journalFile } from './folders.ts';
import type { EndEntry, JournalLine } from './journal/journal.ts';
import { readJournal } from './journal/reader.ts';
import { haveAdopted } from './orphans.ts';
import { readOwner } from './supervisor/owner.ts';

/** Milliseconds between two looks at the journal. */
const pollInterval = 50;
const lookAfterOwner = 1000;

/**
 * Reads a build's journal from its beginning and calls back with every batch of new lines, in order, until the end
 * entry, which it gives back; and whether more stood in the journal already. A promise that comes back is waited for before more is read. It gives undefined when the
 * signal aborts, or when the build has neither an end nor anybody who could write one, since its files were removed. If
 * the process that runs the build was killed, another one goes on with it.
 */
export const followJournal = async (
	id: string,
	onLines: (lines: readonly JournalLine[], isBehind: boolean) => void | Promise<void>,
	{ environment, signal }: { readonly environment: Environment; readonly signal?: AbortSignal },
): Promise<EndEntry | undefined> => {
	const file = journalFile(id, environment);
	let looked = steadyNow();
	let isAbandoned = false;
	for (let from = 0; !signal?.aborted; ) {
		const { lines, offset, isBehind = false } = await readJournal(file, from);
		const grown = offset > from;
		from = offset;
		if (lines.length > 0) {
			await onLines(lines, isBehind);
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

			await setTimeout(pollInterval, undefined, { signal }).catch(() => {});
		}
	}

	return undefined;
};
