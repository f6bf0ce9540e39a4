import type { JournalLine } from './journal/journal.ts';
import { readJournal } from './journal/reader.ts';
import type { LogIndex } from './timeline/log-index.ts';
import { textsIn } from './timeline/log-texts.ts';

/** Lines that stand farther apart than so many bytes are read by themselves. */
const longestGap = 64 * 1024;
/** So many bytes are read at once of lines that stand together, and so many are enough for one. */
const together = 256 * 1024;
const alone = 8 * 1024;

type Away = { readonly index: number; readonly entry: number; readonly part: number };

/** Where the last of the lines begins that are read together with one of them, all in order. */
const lastTogether = (away: readonly Away[], at: number): number => {
	const first = away[at]?.entry ?? 0;
	let last = first;
	for (let next = at + 1; next < away.length; next++) {
		const entry = away[next]?.entry ?? 0;
		if (entry - last > longestGap || entry - first > together) {
			break;
		}

		last = entry;
	}

	return last;
};

/**
 * The texts of lines of a build's log as they were printed, by their indexes: those that are held, and the others from its journal. What cannot be
 * found there any more is left out.
 * @throws Problem (exit 3) if the journal cannot be read.
 */
export const readLogTexts = async (
	file: string,
	lines: LogIndex,
	wanted: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
	const texts = new Map<number, string>();
	const away: Away[] = [];
	for (const index of wanted) {
		const held = lines.textAt(index);
		const place = lines.placeAt(index);
		if (held !== undefined) {
			texts.set(index, held);
		} else if (place) {
			away.push({ index, ...place });
		}
	}

	away.sort((one, other) => one.entry - other.entry);
	let read = new Map<number, JournalLine>();
	let end = -1;
	for (const [at, { index, entry, part }] of away.entries()) {
		if (entry >= end) {
			const found = await readJournal(file, entry, lastTogether(away, at) - entry + alone);
			read = new Map(found.lines.map((line, each) => [found.begins[each] ?? -1, line]));
			end = Math.max(entry + 1, found.offset);
		}

		const line = read.get(entry);
		const text = line && textsIn(line)[part];
		if (text !== undefined) {
			texts.set(index, text);
		}
	}

	return texts;
};
