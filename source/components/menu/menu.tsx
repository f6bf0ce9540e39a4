import { cellWidth, cut, padEnd } from '../cells.ts';
import type { Line } from '../row.tsx';
import { type StyleName, signs } from '../theme.ts';

/** A row of a menu: what it does or is, and a few words about it. */
export type MenuRow = {
	readonly id: string;
	readonly label: string;
	readonly hint?: string;
	readonly hintStyle?: StyleName;
};

/** The width of the labels of some rows, so that the hints stand below each other. */
export const menuLabelWidth = (rows: readonly MenuRow[], least = 0): number =>
	rows.reduce((width, row) => Math.max(width, cellWidth(row.label)), least);

/** A row of a menu in so many cells. */
export const menuLine = (row: MenuRow, isMarked: boolean, labelWidth: number, width: number): Line => [
	{ text: isMarked ? `${signs.mark} ` : '  ', style: 'accent' },
	{ text: row.hint ? padEnd(row.label, labelWidth) : row.label, style: isMarked ? 'marked' : undefined },
	{ text: row.hint ? `  ${cut(row.hint, Math.max(1, width - labelWidth - 4))}` : '', style: row.hintStyle },
];
