import { remembered } from '../../base/remembered.ts';
import {
	type Chunk,
	chunkSize,
	copyOf,
	lineMark,
	newChunk,
	noPlace,
	noStep,
	setMark,
	sourceIn,
} from './log-chunk.ts';
import { type GrowingLog, letGoOfSome } from './log-held.ts';
import type { LineMark, LogLine, LogSource } from './stages.ts';

/** Where the text of a line stands in the journal, to be read there again. */
export type JournalPlace = {
	/** Where its entry begins, in bytes. */
	readonly entry: number;
	/** Which of the texts of that entry it is, from 0. */
	readonly part: number;
};

/**
 * A log of any length in pieces. Of each line it is known who printed it and where in the journal it stands; texts are held
 * of the last ones, and of those that reports are made of (`letGo`). Nothing in it changes once it is made.
 */
export type LogChunks = {
	readonly length: number;
	readonly chunks: readonly Chunk[];
	/** The first piece whose texts are all held. */
	readonly firstHeld: number;
	/** Texts of lines before that, by their indexes, in order. */
	readonly kept: ReadonlyMap<number, string>;
	/** The indexes of those that scripts printed, by their steps. */
	readonly keptOfSteps: ReadonlyMap<number, readonly number[]>;
};

export const emptyLog: LogChunks = {
	length: 0,
	chunks: [],
	firstHeld: 0,
	kept: new Map(),
	keptOfSteps: new Map(),
};

export const openLog = ({ chunks, ...log }: LogChunks): GrowingLog => ({
	...log,
	chunks: [...chunks],
	owned: new Set(),
});

export const closeLog = ({ length, chunks, firstHeld, kept, keptOfSteps }: GrowingLog): LogChunks => ({
	length,
	chunks,
	firstHeld,
	kept,
	keptOfSteps,
});

const ownChunk = (open: GrowingLog, index: number, chunk: Chunk): Chunk => {
	if (open.owned.has(chunk)) {
		return chunk;
	}

	const copy = copyOf(chunk);
	open.chunks[index] = copy;
	open.owned.add(copy);
	return copy;
};

/** Adds a line. @param place where its text can be read again; what has none is held. */
export const appendLine = (open: GrowingLog, { text, ...mark }: LogLine, place?: JournalPlace): void => {
	const at = open.length % chunkSize;
	const index = Math.floor(open.length / chunkSize);
	if (at === 0) {
		const begun = newChunk(mark.time, place?.entry ?? 0);
		open.chunks.push(begun);
		open.owned.add(begun);
		letGoOfSome(open);
	}

	const last = open.chunks[index];
	if (!last) {
		return;
	}

	const chunk = ownChunk(open, index, last);
	setMark(chunk, at, mark);
	chunk.times[at] = Math.max(0, mark.time - chunk.time);
	const entry = place ? place.entry - chunk.entry : noPlace;
	chunk.entries[at] = entry >= 0 ? Math.min(entry, noPlace) : noPlace;
	chunk.parts[at] = place?.part ?? 0;
	chunk.texts?.push(text);
	chunk.characters += text.length;
	open.length++;
};

/** Changes who printed the lines from an index on to the end. */
export const changeLines = (open: GrowingLog, from: number, change: (mark: LineMark) => LineMark): void => {
	for (let index = Math.max(0, from); index < open.length; index++) {
		const chunk = open.chunks[Math.floor(index / chunkSize)];
		if (chunk) {
			const mark = lineMark(chunk, index % chunkSize);
			const changed = change(mark);
			if (changed !== mark) {
				setMark(ownChunk(open, Math.floor(index / chunkSize), chunk), index % chunkSize, changed);
			}
		}
	}
};

export const sourceAt = ({ chunks }: LogChunks, index: number): LogSource => {
	const chunk = chunks[Math.floor(index / chunkSize)];
	return chunk ? sourceIn(chunk, index % chunkSize) : 'packer';
};

export const stepAt = ({ chunks }: LogChunks, index: number): number | undefined => {
	const step = chunks[Math.floor(index / chunkSize)]?.steps[index % chunkSize] ?? noStep;
	return step === noStep ? undefined : step;
};

/** How many of the first lines of a piece are of a source: a piece of a log that is not being written never changes. */
const countIn = remembered((chunk: Chunk, source: LogSource, end: number): number => {
	let count = 0;
	for (let at = 0; at < end; at++) {
		count += sourceIn(chunk, at) === source ? 1 : 0;
	}

	return count;
});

/** How many lines are of a source. */
export const countOfSource = ({ chunks, length }: LogChunks, source: LogSource): number =>
	chunks.reduce(
		(sum, chunk, index) => sum + countIn(chunk, source, Math.min(chunkSize, length - index * chunkSize)),
		0,
	);

/** Whether the texts of all lines are held. */
export const isWhole = ({ firstHeld }: LogChunks): boolean => firstHeld === 0;

/** A line but for its text. */
export const markAt = ({ chunks }: LogChunks, index: number): LineMark | undefined => {
	const chunk = chunks[Math.floor(index / chunkSize)];
	return chunk && lineMark(chunk, index % chunkSize);
};

/** The text of a line if it is held. */
export const textInMemory = ({ chunks, kept }: LogChunks, index: number): string | undefined =>
	chunks[Math.floor(index / chunkSize)]?.texts?.[index % chunkSize] ?? kept.get(index);

/** Where the text of a line stands in the journal; undefined if it is held for ever. */
export const placeAt = ({ chunks }: LogChunks, index: number): JournalPlace | undefined => {
	const chunk = chunks[Math.floor(index / chunkSize)];
	const entry = chunk?.entries[index % chunkSize] ?? noPlace;
	return chunk === undefined || entry === noPlace
		? undefined
		: { entry: chunk.entry + entry, part: chunk.parts[index % chunkSize] ?? 0 };
};

/** Where the lines begin whose texts are all held. */
const heldFrom = ({ firstHeld }: LogChunks): number => firstHeld * chunkSize;

/** The lines whose texts are held, in order. */
export const heldLines = (log: LogChunks): readonly LogLine[] => {
	const lines: LogLine[] = [];
	const add = (index: number, text: string | undefined): void => {
		const mark = markAt(log, index);
		if (mark && text !== undefined) {
			lines.push({ ...mark, text });
		}
	};
	for (const [index, text] of log.kept) {
		add(index, text);
	}

	for (let index = heldFrom(log); index < log.length; index++) {
		add(index, textInMemory(log, index));
	}

	return lines;
};
