import { Box, useCursor } from 'ink';
import type { ReactNode } from 'react';
import { cellWidth, cut } from '../../base/cells.ts';
import { blank, type Line, Row } from '../row.tsx';

/** A place on the screen, in cells from the upper left. */
export type Point = { readonly x: number; readonly y: number };

/** A place with its size. */
export type Area = Point & { readonly width: number; readonly height: number };

export type FrameSize = { readonly columns: number; readonly rows: number };

/** Cells left free at the left. */
const margin = 1;
/** The last column wraps in some terminals, and one more keeps the right edge calm. */
const spareColumns = 3;

/** The cells that a row of the frame has. */
export const frameWidth = ({ columns }: FrameSize): number => Math.max(1, columns - spareColumns);

/**
 * The place for the body: all but the header and the row below it, the footer and the row above it. The terminal's last
 * row stays empty: a frame that fills it would be stamped into the history.
 */
export const frameBody = (size: FrameSize, headerRows = 1, footerRows = 1): Area => ({
	x: margin,
	y: headerRows + 1,
	width: frameWidth(size),
	height: Math.max(1, size.rows - 1 - headerRows - 1 - footerRows - 1),
});

/** A row with one text at the left and one at the right, the left one cut where they meet. */
export const headerLine = (left: Line, right: string, width: number): Line => {
	const room = width - cellWidth(right) - (right === '' ? 0 : 2);
	const fitted: { text: string; style?: Line[number]['style'] }[] = [];
	let used = 0;
	for (const span of left) {
		const text = cut(span.text, room - used);
		fitted.push({ ...span, text });
		used += cellWidth(text);
	}

	return right === ''
		? fitted
		: [...fitted, { text: ' '.repeat(Math.max(2, width - cellWidth(right) - used)) }, { text: right }];
};

/** A frame of exactly rows − 1 rows: header, body, footer, and the real cursor on the marked row or the caret. */
export const Frame = ({
	size,
	header,
	footer,
	overlay = [],
	caret,
	children,
}: {
	readonly size: FrameSize;
	readonly header: readonly Line[];
	readonly footer: readonly Line[];
	/** Takes the last rows: nothing above them moves. */
	readonly overlay?: readonly Line[];
	/** Where the cursor stands, in cells of the screen; magnifiers and braille displays follow it. */
	readonly caret?: Point | undefined;
	readonly children: ReactNode;
}): ReactNode => {
	const { setCursorPosition } = useCursor();
	setCursorPosition(caret && { x: caret.x, y: caret.y });
	const width = frameWidth(size);
	const body = frameBody(size, header.length, footer.length);
	const below = [blank, ...footer];
	const taken = Math.max(0, overlay.length - below.length);
	const last =
		overlay.length === 0
			? below
			: [...below.slice(0, Math.max(0, below.length - overlay.length)), ...overlay];
	return (
		<Box flexDirection="column" paddingLeft={margin} width={margin + width} height={size.rows - 1}>
			{[...header, blank].map((spans, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
				<Row key={index} spans={spans} width={width} />
			))}
			<Box flexDirection="column" flexShrink={0} height={body.height - taken} width={width} overflow="hidden">
				{children}
			</Box>
			{last.map((spans, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
				<Row key={index} spans={spans} width={width} />
			))}
		</Box>
	);
};
