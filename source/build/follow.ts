import { setTimeout } from 'node:timers/promises';
import type { Environment } from '../base/paths.ts';
import { adoptIfOrphaned } from './adopt.ts';
import { journalFile } from './builds.ts';
import type { EndEntry, JournalLine } from './journal.ts';
import { readJournal } from './journal-file.ts';

/** Milliseconds between two looks at the journal. */
const pollInterval = 50;
const lookAfterOwner = 1000;

/**
 * Reads a build's journal from its beginning and calls back with every batch of new lines, in order, until the end
 * entry, which it gives back; or until the signal aborts, then it gives undefined. If the process that runs the build
 * was killed, another one goes on with it.
 */
export const followBuild = async (
	id: string,
	onLines: (lines: readonly JournalLine[]) => void,
	{ signal, environment = process.env }: { signal?: AbortSignal; environment?: Environment } = {},
): Promise<EndEntry | undefined> => {
	const file = journalFile(id, environment);
	let looked = Date.now();
	for (let from = 0; !signal?.aborted; ) {
		const { lines, offset } = await readJournal(file, from);
		const grown = offset > from;
		from = offset;
		if (lines.length > 0) {
			onLines(lines);
		}

		const end = lines.findLast(line => line.kind === 'end');
		if (end) {
			return end;
		}

		if (!grown) {
			if (Date.now() - looked > lookAfterOwner) {
				looked = Date.now();
				await adoptIfOrphaned(id, environment);
			}

			await setTimeout(pollInterval, undefined, { signal }).catch(() => {});
		}
	}

	return undefined;
};
