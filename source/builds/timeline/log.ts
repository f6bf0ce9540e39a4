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
export type GrowingLog = {
	length: number;
	readonly chunks: (readonly LogLine[])[];
	readonly owned: Map<number, LogLine[]>;
};

const chunkSize = 1024;

export const openLog = ({ length, chunks }: LogChunks): GrowingLog => ({
	length,
	chunks: [...chunks],
	owned: new Map(),
});

export const closeLog = ({ length, chunks }: GrowingLog): LogChunks => ({ length, chunks });

const ownChunk = (open: GrowingLog, index: number): LogLine[] => {
	const owned = open.owned.get(index);
	if (owned) {
		return owned;
	}

	const copy = [...(open.chunks[index] ?? [])];
	open.chunks[index] = copy;
	open.owned.set(index, copy);
	return copy;
};

export const appendLine = (open: GrowingLog, line: LogLine): void => {
	ownChunk(open, Math.floor(open.length / chunkSize)).push(line);
	open.length++;
};

/** Changes the lines from an index on to the end. */
export const changeLines = (open: GrowingLog, from: number, change: (line: LogLine) => LogLine): void => {
	for (let index = from; index < open.length; index++) {
		const chunk = ownChunk(open, Math.floor(index / chunkSize));
		const line = chunk[index % chunkSize];
		if (line) {
			chunk[index % chunkSize] = change(line);
		}
	}
};

export const emptyLog: LogChunks = { length: 0, chunks: [] };

/** All lines in one array. */
export const linesOf = ({ chunks }: LogChunks): readonly LogLine[] =>
	([] as readonly LogLine[]).concat(...chunks);

/**
 * Several logs as one, by the time of their lines.
 * @param change what a line of the log at an index becomes.
 */
export const mergedLines = (
	logs: readonly (readonly LogLine[])[],
	change: (line: LogLine, index: number) => LogLine,
): readonly LogLine[] =>
	logs
		.flatMap((lines, index) => lines.map(line => change(line, index)))
		.toSorted((one, other) => one.time - other.time);
