import type { JournalLine } from './journal/journal.ts';
import { readJournal } from './journal/reader.ts';
import type { LogIndex } from './timeline/log-index.ts';
import { textsIn } from './timeline/log-texts.ts';

/** Lines that stand farther apart than so many bytes are read by themselves. */
const longestGap = 64 * 1024;
/** A good part of lines that stand together, and enough for one that stands alone; bytes. */
const together = 256 * 1024;
const alone = 8 * 1024;

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
	const away: { readonly index: number; readonly entry: number; readonly part: number }[] = [];
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
			const isAlone = (away[at + 1]?.entry ?? Number.POSITIVE_INFINITY) - entry > longestGap;
			const found = await readJournal(file, entry, isAlone ? alone : together);
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
