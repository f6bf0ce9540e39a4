import { printable } from '../../base/printable.ts';

/** A line of a log. */
export type LogPaneText = {
	/** What printed it: `stderr` and `error` may tell of a problem, a `notice` is of the program that shows the log. */
	readonly source: string;
	readonly text: string;
	/** Whether it was printed at another time. */
	readonly isEarlier?: boolean;
};

/** A log to look at: what printed each line is known; the texts of a very long one are not all at hand. */
export type PaneLog = {
	readonly length: number;
	/** Whether all texts are at hand. */
	readonly isWhole: boolean;
	readonly sourceAt: (index: number) => string;
	/** How many lines came on standard error. */
	readonly stderrCount: () => number;
	/** Index of the part of the work that printed it. */
	readonly stepAt: (index: number) => number | undefined;
	/** Whether it was printed at another time; missing if none was. */
	readonly isEarlierAt?: (index: number) => boolean;
	/** Undefined if it is not at hand. */
	readonly textAt: (index: number) => string | undefined;
};

/** Lines of a log that are shown. */
export type ShownLines = {
	readonly log: PaneLog;
	readonly length: number;
	/** Where a line of them stands in the log. */
	readonly indexAt: (index: number) => number;
};

/** Which lines of a log are shown. */
export type LogFilter = {
	readonly onlyProblems: boolean;
	/** Index of the step whose lines are shown; all if missing. */
	readonly step?: number | undefined;
};

/** Whether a line may tell of a problem: what came on stderr, and Packer's errors. */
const isProblem = (source: string): boolean => source === 'stderr' || source === 'error';

const isShown = (log: PaneLog, index: number, { onlyProblems, step }: LogFilter): boolean =>
	(!onlyProblems || isProblem(log.sourceAt(index))) && (step === undefined || log.stepAt(index) === step);

/** The lines of the log that are shown. */
export const shownLines = (log: PaneLog, filter: LogFilter): ShownLines => {
	if (!filter.onlyProblems && filter.step === undefined) {
		return { log, length: log.length, indexAt: index => index };
	}

	const indexes: number[] = [];
	for (let index = 0; index < log.length; index++) {
		if (isShown(log, index, filter)) {
			indexes.push(index);
		}
	}

	return { log, length: indexes.length, indexAt: index => indexes[index] ?? log.length };
};

/** A line that is shown, empty as long as its text is not at hand; undefined if there is none. */
export const lineAt = ({ log, length, indexAt }: ShownLines, index: number): LogPaneText | undefined =>
	index < 0 || index >= length
		? undefined
		: {
				source: log.sourceAt(indexAt(index)),
				text: log.textAt(indexAt(index)) ?? '',
				...(log.isEarlierAt?.(indexAt(index)) && { isEarlier: true }),
			};

/** How many lines came on standard error. */
export const stderrCount = ({ log, length, indexAt }: ShownLines): number => {
	if (length === log.length) {
		return log.stderrCount();
	}

	let count = 0;
	for (let index = 0; index < length; index++) {
		count += log.sourceAt(indexAt(index)) === 'stderr' ? 1 : 0;
	}

	return count;
};

/** Where a line of one selection stands in another: at itself, else at the next line that is there. */
export const indexIn = (lines: ShownLines, index: number, filter: LogFilter): number | undefined => {
	if (index >= lines.length) {
		return undefined;
	}

	const at = lines.indexAt(index);
	let count = 0;
	for (let earlier = 0; earlier < at; earlier++) {
		count += isShown(lines.log, earlier, filter) ? 1 : 0;
	}

	return count;
};

/** Whether a text holds what is searched, without regard to case. */
export const holdsQuery = (text: string, query: string): boolean =>
	query !== '' && printable(text).toLowerCase().includes(query.toLowerCase());

/** The index of the line so far from one in a direction, beginning again at the other end. */
export const indexFrom = (length: number, from: number, direction: 1 | -1, distance: number): number =>
	(from + direction * distance + 2 * length) % length;

/**
 * The nearest line that holds the query, from `from` on in the direction, beginning again at the other end; undefined
 * if there is none among those whose texts are at hand.
 */
export const findMatch = (
	lines: ShownLines,
	query: string,
	from: number,
	direction: 1 | -1,
): number | undefined => {
	for (let distance = 0; distance < lines.length; distance++) {
		const index = indexFrom(lines.length, from, direction, distance);
		if (holdsQuery(lineAt(lines, index)?.text ?? '', query)) {
			return index;
		}
	}

	return undefined;
};
