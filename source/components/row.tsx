import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cellWidth, cut } from '../base/cells.ts';
import { printable } from '../base/printable.ts';
import { type StyleName, styles } from './theme.ts';

/** A piece of a row in one style. */
export type Span = { readonly text: string; readonly style?: StyleName | undefined };

/** A row of the screen: pieces one after the other. */
export type Line = readonly Span[];

/** A row in one style. */
export const line = (text: string, style?: StyleName): Line => [{ text, style }];

export const blank: Line = [];

/** How many cells the row takes. */
const rowCells = (spans: Line): number =>
	spans.reduce((width, span) => width + cellWidth(printable(span.text)), 0);

/** The row in at most so many cells, without control characters. */
const fitLine = (spans: Line, cells: number): Line => {
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

/** One row, never wider than it may be. */
export const Row = ({ spans, width }: { readonly spans: Line; readonly width: number }): ReactNode => {
	const fitted = fitLine(spans, width);
	return (
		<Text wrap="truncate-end">
			{
				// A row without text would have no height.
				rowCells(fitted) === 0
					? ' '
					: fitted.map((span, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a row have no other identity
							<Text key={index} {...styles[span.style ?? 'plain']}>
								{span.text}
							</Text>
						))
			}
		</Text>
	);
};

/** Rows in a place of fixed size: the rest of it stays empty, and what is too much is not drawn. */
export const Rows = ({
	lines,
	width,
	height,
}: {
	readonly lines: readonly Line[];
	readonly width: number;
	readonly height: number;
}): ReactNode => (
	<Box flexDirection="column" flexShrink={0} width={width} height={height}>
		{lines.slice(0, height).map((spans, index) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
			<Row key={index} spans={spans} width={width} />
		))}
	</Box>
);
