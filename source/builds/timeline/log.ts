import { type LineMark, type LogLine, type LogSource, logSources } from './stages.ts';

/** Where the text of a line stands in the journal, to be read there again. */
export type JournalPlace = {
	/** Where its entry begins, in bytes. */
	readonly entry: number;
	/** Which of the texts of that entry it is, from 0. */
	readonly part: number;
};

const chunkSize = 512;
const noPlace = 0xffff_ffff;
const forAllBit = 8;
const noStep = -1;

/** What is known of some lines that follow each other: some bytes for each, and their texts as long as they are held. */
type Chunk = {
	/** What times and places count from. */
	readonly time: number;
	readonly entry: number;
	readonly sources: Uint8Array;
	readonly steps: Int16Array;
	readonly times: Uint32Array;
	readonly entries: Uint32Array;
	readonly parts: Uint32Array;
	readonly texts: string[] | undefined;
	/** Characters of the texts. */
	characters: number;
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

/** A log that is being written: what others may have of it is copied before it is changed for the first time. */
export type GrowingLog = {
	length: number;
	readonly chunks: Chunk[];
	readonly owned: Set<Chunk>;
	firstHeld: number;
	kept: ReadonlyMap<number, string>;
	keptOfSteps: ReadonlyMap<number, readonly number[]>;
};

/** So many pieces, and characters in them, are held at most: the last one always is. */
const mostHeld = 32;
const mostCharacters = 4 * 1024 * 1024;
/** How many of the last lines of each step are kept: why a script failed stands there. */
const lastOfStep = 300;
/** How many lines that Packer itself said are kept beside the last ones: far more than it says of a build. */
const mostOwn = 10_000;

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

const newChunk = (time: number, entry: number): Chunk => ({
	time,
	entry,
	sources: new Uint8Array(chunkSize),
	steps: new Int16Array(chunkSize),
	times: new Uint32Array(chunkSize),
	entries: new Uint32Array(chunkSize),
	parts: new Uint32Array(chunkSize),
	texts: [],
	characters: 0,
});

const copyOf = (chunk: Chunk): Chunk => ({
	...chunk,
	sources: chunk.sources.slice(),
	steps: chunk.steps.slice(),
	times: chunk.times.slice(),
	entries: chunk.entries.slice(),
	parts: chunk.parts.slice(),
	texts: chunk.texts && [...chunk.texts],
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

const setMark = (chunk: Chunk, at: number, { source, step, forAll }: LineMark): void => {
	chunk.sources[at] = logSources.indexOf(source) | (forAll ? forAllBit : 0);
	chunk.steps[at] = step ?? noStep;
};

const sourceIn = (chunk: Chunk, at: number): LogSource =>
	logSources[(chunk.sources[at] ?? 0) & (forAllBit - 1)] ?? 'packer';

const markIn = (chunk: Chunk, at: number): LineMark => {
	const step = chunk.steps[at] ?? noStep;
	return {
		time: chunk.time + (chunk.times[at] ?? 0),
		source: sourceIn(chunk, at),
		...(step !== noStep && { step }),
		...((chunk.sources[at] ?? 0) & forAllBit && { forAll: true as const }),
	};
};

/** Whether a script printed it; else it is of Packer itself, or of ours. */
const isOfScript = (source: LogSource): boolean => source === 'stdout' || source === 'stderr';

/** How many lines scripts of each step printed in pieces that are still held. */
const heldOfSteps = ({ chunks, length }: GrowingLog, from: number): ReadonlyMap<number, number> => {
	const counts = new Map<number, number>();
	for (let index = from * chunkSize; index < length; index++) {
		const step = chunks[Math.floor(index / chunkSize)]?.steps[index % chunkSize] ?? noStep;
		counts.set(step, (counts.get(step) ?? 0) + 1);
	}

	return counts;
};

/** Lets the texts of the first piece go that are held, but for those of which reports are made. */
const letGo = (open: GrowingLog): void => {
	const index = open.firstHeld;
	const chunk = open.chunks[index];
	open.firstHeld++;
	if (!chunk?.texts) {
		return;
	}

	const kept = new Map(open.kept);
	const ofSteps = new Map(open.keptOfSteps);
	const held = heldOfSteps(open, open.firstHeld);
	for (const [at, text] of chunk.texts.entries()) {
		const line = index * chunkSize + at;
		const step = chunk.steps[at] ?? noStep;
		if (!isOfScript(sourceIn(chunk, at))) {
			if (kept.size < mostOwn || chunk.entries[at] === noPlace) {
				kept.set(line, text);
			}
		} else if (chunk.entries[at] === noPlace) {
			kept.set(line, text);
		} else if ((held.get(step) ?? 0) < lastOfStep) {
			kept.set(line, text);
			const lines = [...(ofSteps.get(step) ?? []), line];
			for (const gone of lines.slice(0, -lastOfStep)) {
				kept.delete(gone);
			}

			ofSteps.set(step, lines.slice(-lastOfStep));
		}
	}

	open.kept = kept;
	open.keptOfSteps = ofSteps;
	const bare = { ...chunk, texts: undefined, characters: 0 };
	open.chunks[index] = bare;
	if (open.owned.has(chunk)) {
		open.owned.add(bare);
	}
};

const letGoOfSome = (open: GrowingLog): void => {
	let characters = 0;
	for (let index = open.firstHeld; index < open.chunks.length; index++) {
		characters += open.chunks[index]?.characters ?? 0;
	}

	while (
		open.firstHeld < open.chunks.length - 1 &&
		(open.chunks.length - open.firstHeld > mostHeld || characters > mostCharacters)
	) {
		characters -= open.chunks[open.firstHeld]?.characters ?? 0;
		letGo(open);
	}
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
			const mark = markIn(chunk, index % chunkSize);
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

/** Whether the texts of all lines are held. */
export const isWhole = ({ firstHeld }: LogChunks): boolean => firstHeld === 0;

/** A line but for its text. */
export const markAt = ({ chunks }: LogChunks, index: number): LineMark | undefined => {
	const chunk = chunks[Math.floor(index / chunkSize)];
	return chunk && markIn(chunk, index % chunkSize);
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
