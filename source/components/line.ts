import { cellWidth, cut } from '../base/cells.ts';
import { printable } from '../base/printable.ts';
import type { StyleName } from './theme.ts';

/** A piece of a row in one style. */
export type Span = { readonly text: string; readonly style?: StyleName | undefined };

/** A row of the screen: pieces one after the other. */
export type Line = readonly Span[];

/** A row in one style. */
export const line = (text: string, style?: StyleName): Line => [{ text, style }];

export const blank: Line = [];

/** How many cells the row takes. */
export const lineCells = (spans: Line): number =>
	spans.reduce((width, span) => width + cellWidth(printable(span.text)), 0);

/** The row in at most so many cells, without control characters. */
export const fitLine = (spans: Line, cells: number): Line => {
	const fitted: Span[] = [];
	let room = cells;
	for (const span of spans) {
		const shown = printable(span.text);
		const text = cut(shown, room);
		fitted.push({ ...span, text });
		room -= cellWidth(text);
		if (text !== shown) {
			break;
		}
	}

	return fitted;
};

/** So many rows: what is too much is left out, the rest is empty. */
export const filled = (lines: readonly Line[], height: number): readonly Line[] =>
	Array.from({ length: Math.max(0, height) }, (_, index) => lines[index] ?? blank);

/** Rows at the left in so many cells, with others at their right. */
export const beside = (left: readonly Line[], cells: number, right: readonly Line[]): readonly Line[] =>
	left.map((spans, index) => {
		const fitted = fitLine(spans, cells);
		return [...fitted, { text: ' '.repeat(cells - lineCells(fitted)) }, ...(right[index] ?? blank)];
	});
