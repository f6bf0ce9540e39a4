import type { TargetId } from '../../recipe/schema.ts';
import {
	countOfSource,
	heldLines,
	isWhole,
	type JournalPlace,
	type LogChunks,
	markAt,
	placeAt,
	sourceAt,
	stepAt,
	textInMemory,
} from './log.ts';
import type { LogLine, LogSource } from './stages.ts';

/** All lines of a log, whether their texts are held or stand in the journal alone. */
export type LogIndex = {
	readonly length: number;
	/** Whether the texts of all lines are held. */
	readonly isWhole: boolean;
	readonly sourceAt: (index: number) => LogSource;
	/** How many lines are of a source. */
	readonly countOfSource: (source: LogSource) => number;
	readonly stepAt: (index: number) => number | undefined;
	/** The text as it was printed, if it is held. */
	readonly textAt: (index: number) => string | undefined;
	/** Where the text stands in the journal; undefined if it is always held. */
	readonly placeAt: (index: number) => JournalPlace | undefined;
	/** A line of its text. */
	readonly lineAt: (index: number, text: string) => LogLine;
};

/** Of one of several things that are made: its log, how many steps come before its own, and how its lines are called. */
export type LogPart = {
	readonly log: LogChunks;
	readonly before: number;
	readonly target: TargetId;
	readonly name: string;
};

const bareMark = { time: 0, source: 'packer' } as const;

/** The log of a build that makes one thing. */
export const indexOf = (log: LogChunks): LogIndex => ({
	length: log.length,
	isWhole: isWhole(log),
	sourceAt: index => sourceAt(log, index),
	countOfSource: source => countOfSource(log, source),
	stepAt: index => stepAt(log, index),
	textAt: index => textInMemory(log, index),
	placeAt: index => placeAt(log, index),
	lineAt: (index, text) => ({ ...(markAt(log, index) ?? bareMark), text }),
});

/** A line of a part as one of all. */
const asOneOfAll = ({ before, target, name }: LogPart, { forAll, ...line }: LogLine): LogLine =>
	forAll
		? line
		: {
				...line,
				...(line.step === undefined ? {} : { step: line.step + before }),
				target,
				text: `${name}: ${line.text}`,
			};

/** The lines of several logs whose texts are held, as one, by their times. */
export const mergedLines = (parts: readonly LogPart[]): readonly LogLine[] =>
	parts
		.flatMap(part => heldLines(part.log).map(line => asOneOfAll(part, line)))
		.toSorted((one, other) => one.time - other.time);

/** Several logs as one, by the times of their lines. */
export const mergedIndex = (parts: readonly LogPart[]): LogIndex => {
	const length = parts.reduce((sum, { log }) => sum + log.length, 0);
	const ofPart = new Uint8Array(length);
	const places = new Uint32Array(length);
	const next = parts.map(() => 0);
	const timeOf = (part: number): number => {
		const log = parts[part]?.log;
		const index = next[part] ?? 0;
		// What is behind the last line of a log is no line, whatever stands there.
		return log && index < log.length ? (markAt(log, index)?.time ?? 0) : Number.POSITIVE_INFINITY;
	};
	const times = parts.map((_, part) => timeOf(part));
	for (let index = 0; index < length; index++) {
		const part = times.indexOf(Math.min(...times));
		ofPart[index] = part;
		places[index] = next[part] ?? 0;
		next[part] = (next[part] ?? 0) + 1;
		times[part] = timeOf(part);
	}

	const at = <Result>(index: number, look: (part: LogPart, index: number) => Result): Result | undefined => {
		const part = index < length ? parts[ofPart[index] ?? 0] : undefined;
		return part && look(part, places[index] ?? 0);
	};
	const lineAt = (index: number, text: string): LogLine =>
		at(index, (part, own) => asOneOfAll(part, indexOf(part.log).lineAt(own, text))) ?? { ...bareMark, text };
	return {
		length,
		isWhole: parts.every(({ log }) => isWhole(log)),
		sourceAt: index => lineAt(index, '').source,
		countOfSource: source => parts.reduce((sum, { log }) => sum + countOfSource(log, source), 0),
		stepAt: index => lineAt(index, '').step,
		textAt: index => at(index, ({ log }, own) => textInMemory(log, own)),
		placeAt: index => at(index, ({ log }, own) => placeAt(log, own)),
		lineAt,
	};
};
