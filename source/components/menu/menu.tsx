import { cellWidth, cut, padEnd, wrap } from '../../base/cells.ts';
import type { Line } from '../line.ts';
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

/** The cells that are left for the hint of a row. */
const hintWidth = (labelWidth: number, width: number): number => Math.max(1, width - labelWidth - 4);

/** A row of a menu in so many cells. */
export const menuLine = (row: MenuRow, isMarked: boolean, labelWidth: number, width: number): Line => [
	{ text: isMarked ? `${signs.mark} ` : '  ', style: 'accent' },
	{ text: row.hint ? padEnd(row.label, labelWidth) : row.label, style: isMarked ? 'marked' : undefined },
	{ text: row.hint ? `  ${cut(row.hint, hintWidth(labelWidth, width))}` : '', style: row.hintStyle },
];

/** A row of a menu whose hint is not cut but goes on below itself. */
export const menuLines = (
	row: MenuRow,
	isMarked: boolean,
	labelWidth: number,
	width: number,
): readonly Line[] => {
	const [first = '', ...rest] = wrap(row.hint ?? '', hintWidth(labelWidth, width));
	return [
		menuLine({ ...row, hint: first }, isMarked, labelWidth, width),
		...rest.map((text): Line => [{ text: `${' '.repeat(labelWidth + 4)}${text}`, style: row.hintStyle }]),
	];
};
