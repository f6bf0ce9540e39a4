import { cellWidth, padEnd } from './cells.ts';
import { printable } from './printable.ts';

/** A cell on one line, without what takes no room: else the columns would not be aligned. */
const cellText = (text: string): string => printable(text.replaceAll(/\s*[\r\n]+\s*/g, ' '));

/** Rows as lines with aligned columns; the last column is as long as it is. */
export const columns = (given: readonly (readonly string[])[]): readonly string[] => {
	const rows = given.map(row => row.map(cellText));
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map(row => cellWidth(row[column] ?? ''))),
	);
	return rows.map(row =>
		row
			.map((cell, column) => (column === row.length - 1 ? cell : padEnd(cell, widths[column] ?? 0)))
			.join('  ')
			.trimEnd(),
	);
};
