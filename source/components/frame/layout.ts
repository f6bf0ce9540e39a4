import { cellWidth, cut } from '../../base/cells.ts';
import { blank, type Line } from '../line.ts';

/** A place on the screen, in cells from the upper left. */
export type Point = { readonly x: number; readonly y: number };

/** A place with its size. */
export type Area = Point & { readonly width: number; readonly height: number };

export type FrameSize = { readonly columns: number; readonly rows: number };

/** Cells left free at the left. */
export const margin = 1;
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

/** What a frame shows around its body. */
export type FrameParts = {
	readonly header: readonly Line[];
	readonly footer: readonly Line[];
	/** Takes the last rows: nothing above them moves. */
	readonly overlay?: readonly Line[];
	/** Where the cursor stands, in cells of the screen; magnifiers and braille displays follow it. */
	readonly caret?: Point | undefined;
};

/** The rows below the body, and how many rows of the body lie under them. */
export const rowsBelow = (
	footer: readonly Line[],
	overlay: readonly Line[],
): { readonly rows: readonly Line[]; readonly taken: number } => {
	const rows = [blank, ...footer];
	return overlay.length === 0
		? { rows, taken: 0 }
		: {
				rows: [...rows.slice(0, Math.max(0, rows.length - overlay.length)), ...overlay],
				taken: Math.max(0, overlay.length - rows.length),
			};
};
