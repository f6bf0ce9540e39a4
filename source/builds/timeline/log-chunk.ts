import { type LineMark, type LogSource, logSources } from './stages.ts';

export const chunkSize = 512;
export const noPlace = 0xffff_ffff;
const forAllBit = 8;
export const noStep = -1;

/** What is known of some lines that follow each other: some bytes for each, and their texts as long as they are held. */
export type Chunk = {
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

export const newChunk = (time: number, entry: number): Chunk => ({
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

export const copyOf = (chunk: Chunk): Chunk => ({
	...chunk,
	sources: chunk.sources.slice(),
	steps: chunk.steps.slice(),
	times: chunk.times.slice(),
	entries: chunk.entries.slice(),
	parts: chunk.parts.slice(),
	texts: chunk.texts && [...chunk.texts],
});

export const setMark = (chunk: Chunk, at: number, { source, step, forAll }: LineMark): void => {
	chunk.sources[at] = logSources.indexOf(source) | (forAll ? forAllBit : 0);
	chunk.steps[at] = step ?? noStep;
};

export const sourceIn = (chunk: Chunk, at: number): LogSource =>
	logSources[(chunk.sources[at] ?? 0) & (forAllBit - 1)] ?? 'packer';

export const lineMark = (chunk: Chunk, at: number): LineMark => {
	const step = chunk.steps[at] ?? noStep;
	return {
		time: chunk.time + (chunk.times[at] ?? 0),
		source: sourceIn(chunk, at),
		...(step !== noStep && { step }),
		...((chunk.sources[at] ?? 0) & forAllBit && { forAll: true as const }),
	};
};
