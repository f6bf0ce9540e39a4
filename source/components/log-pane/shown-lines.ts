import { printable } from '../../base/printable.ts';

/** A line of a log. */
export type LogPaneText = {
	/** What printed it: `stderr` and `error` may tell of a problem, a `notice` is of the program that shows the log. */
	readonly source: string;
	readonly text: string;
	/** Index of the part of the work that printed it. */
	readonly step?: number;
};

/** Which lines of a log are shown. */
export type LogFilter = {
	readonly onlyProblems: boolean;
	/** Index of the step whose lines are shown; all if missing. */
	readonly step?: number | undefined;
};

/** Whether a line may tell of a problem: what came on stderr, and Packer's errors. */
const isProblem = ({ source }: LogPaneText): boolean => source === 'stderr' || source === 'error';

const isShown = (line: LogPaneText, { onlyProblems, step }: LogFilter): boolean =>
	(!onlyProblems || isProblem(line)) && (step === undefined || line.step === step);

/** The lines of the log that are shown, the log itself if that is all. */
export const shownLines = (log: readonly LogPaneText[], filter: LogFilter): readonly LogPaneText[] =>
	filter.onlyProblems || filter.step !== undefined ? log.filter(line => isShown(line, filter)) : log;

/** How many lines came on standard error. */
export const stderrCount = (log: readonly LogPaneText[]): number =>
	log.reduce((count, { source }) => (source === 'stderr' ? count + 1 : count), 0);

/** Where a line of one selection stands in another: at itself, else at the next line that is there. */
export const indexIn = (
	log: readonly LogPaneText[],
	line: LogPaneText | undefined,
	filter: LogFilter,
): number | undefined => {
	const at = line === undefined ? -1 : log.indexOf(line);
	return at < 0 ? undefined : log.slice(0, at).filter(earlier => isShown(earlier, filter)).length;
};

/** Whether a line holds what is searched, without regard to case. */
const holds = (line: LogPaneText, query: string): boolean =>
	query !== '' && printable(line.text).toLowerCase().includes(query.toLowerCase());

/**
 * The nearest line that holds the query, from `from` on in the direction, beginning again at the other end; undefined
 * if there is none.
 */
export const findMatch = (
	lines: readonly LogPaneText[],
	query: string,
	from: number,
	direction: 1 | -1,
): number | undefined => {
	for (let distance = 0; distance < lines.length; distance++) {
		const index = (from + direction * distance + 2 * lines.length) % lines.length;
		const line = lines[index];
		if (line && holds(line, query)) {
			return index;
		}
	}

	return undefined;
};
