import { cellWidth, wrap } from '../../base/cells.ts';
import { printable } from '../../base/printable.ts';
import { signs } from '../theme.ts';
import type { LogPaneLine } from './log-pane.ts';
import { type LogPlace, type LogState, lastTop } from './log-state.ts';
import { type LogPaneText, lineAt, type ShownLines } from './shown-lines.ts';

/** Cells of the sign that stands before some lines. */
const signCells = 2;

const textOf = ({ source, text }: LogPaneText): string =>
	source === 'notice' ? `${signs.warning} ${printable(text)}` : printable(text);

const hasSign = ({ source }: LogPaneText): boolean => source === 'stderr' || source === 'error';

const wrapped = (line: LogPaneText, width: number): string[] => {
	const room = hasSign(line) ? width - signCells : width;
	const text = textOf(line);
	return cellWidth(text) <= room ? [text] : wrap(text, room);
};

/** How many rows a line of the log takes where it is wrapped. */
export const wrappedRows =
	(width: number) =>
	(line: LogPaneText): number =>
		wrapped(line, width).length;

/** The number of rows of a line that is cut to fit. */
export const oneRow = (): number => 1;

const paneLines = (line: LogPaneText, isMatch: boolean, width: number | undefined): LogPaneLine[] =>
	(width === undefined ? [textOf(line)] : wrapped(line, width)).map((text, index) =>
		index === 0
			? {
					text,
					isStderr: line.source === 'stderr',
					isError: line.source === 'error',
					isMatch,
					isEarlier: line.isEarlier,
				}
			: {
					text: hasSign(line) ? ' '.repeat(signCells) + text : text,
					isMatch,
					isEarlier: line.isEarlier,
				},
	);

export type LogWindow = {
	readonly lines: readonly LogPaneLine[];
	/** Number of the last line that is shown, from 1; 0 if none is. */
	readonly last: number;
};

/**
 * The rows of the log that are on the screen.
 * @param width cells to wrap lines into; undefined if they are cut.
 */
export const logWindow = (
	shown: ShownLines,
	state: LogState,
	place: Pick<LogPlace, 'height' | 'rowsOf'>,
	width?: number,
): LogWindow => {
	const rows: LogPaneLine[] = [];
	let index = Math.min(state.top ?? lastTop(shown, place), shown.length);
	for (let line = lineAt(shown, index); line && rows.length < place.height; line = lineAt(shown, index)) {
		rows.push(...paneLines(line, index === state.match, width));
		index++;
	}

	return { lines: rows.slice(0, place.height), last: index };
};

/** The row on which the eye should be: the match, which colour alone would show, else the last line. */
export const eyeRow = ({ lines }: LogWindow): number => {
	const match = lines.findIndex(({ isMatch }) => isMatch);
	return match < 0 ? Math.max(0, lines.length - 1) : match;
};

const number = (value: number): string => value.toLocaleString('en-US');

/** What the log does: `following`, how a search went, which lines are shown. */
export const logStateText = (state: LogState): string => {
	const place = state.top === undefined ? 'following' : 'scrolled';
	const match = state.seeking
		? `looking for "${state.query}" …`
		: state.match === undefined
			? `nothing holds "${state.query}"`
			: `"${state.query}" in line ${number(state.match + 1)}: n next, N previous`;
	return `${state.query === '' ? place : match}${state.onlyProblems ? ', only problems: x shows all' : ''}`;
};

/** `line 1,204 · 3 on stderr`; `line 1,204 of 3,000 · 3 on stderr` if there are more below. */
export const logCountText = (last: number, shown: number, stderr: number): string => {
	const place = shown === last ? `line ${number(last)}` : `line ${number(last)} of ${number(shown)}`;
	return `${shown === 0 ? 'no line' : place} · ${number(stderr)} on stderr`;
};
