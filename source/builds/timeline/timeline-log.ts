import type { LogLine } from './stages.ts';

/**
 * The lines of a log in pieces, so that a log of 200,000 lines grows without being copied. All pieces but the last hold
 * `chunkSize` lines. Nothing in it changes once it is made.
 */
export type LogChunks = {
	readonly length: number;
	readonly chunks: readonly (readonly LogLine[])[];
};

/** A log that is being written: a piece is copied before it is changed for the first time. */
export type LogDraft = {
	length: number;
	readonly chunks: (readonly LogLine[])[];
	readonly owned: Map<number, LogLine[]>;
};

const chunkSize = 1024;

export const openLog = ({ length, chunks }: LogChunks): LogDraft => ({
	length,
	chunks: [...chunks],
	owned: new Map(),
});

export const closeLog = ({ length, chunks }: LogDraft): LogChunks => ({ length, chunks });

const ownChunk = (draft: LogDraft, index: number): LogLine[] => {
	const owned = draft.owned.get(index);
	if (owned) {
		return owned;
	}

	const copy = [...(draft.chunks[index] ?? [])];
	draft.chunks[index] = copy;
	draft.owned.set(index, copy);
	return copy;
};

export const appendLine = (draft: LogDraft, line: LogLine): void => {
	ownChunk(draft, Math.floor(draft.length / chunkSize)).push(line);
	draft.length++;
};

/** Changes the lines from an index on to the end. */
export const changeLines = (draft: LogDraft, from: number, change: (line: LogLine) => LogLine): void => {
	for (let index = from; index < draft.length; index++) {
		const chunk = ownChunk(draft, Math.floor(index / chunkSize));
		const line = chunk[index % chunkSize];
		if (line) {
			chunk[index % chunkSize] = change(line);
		}
	}
};

/** A log in pieces from one in an array. */
export const chunksOf = (lines: readonly LogLine[]): LogChunks => {
	const chunks: (readonly LogLine[])[] = [];
	for (let index = 0; index < lines.length; index += chunkSize) {
		chunks.push(lines.slice(index, index + chunkSize));
	}

	return { length: lines.length, chunks };
};

/** All lines in one array. */
export const linesOf = ({ chunks }: LogChunks): readonly LogLine[] =>
	([] as readonly LogLine[]).concat(...chunks);
