import { cellWidth, wrap } from '../../base/cells.ts';
import { type Summary, type SummaryRow, summaryIndent } from '../../builds/report/summary.ts';
import { blank, type Line, line } from '../../components/line.ts';
import { actionRow, type MenuLines, type MenuOptions } from '../failure/failure-lines.ts';

/** A line in as many rows as it needs, the later ones as far in as it stands itself. */
const wrapped = (text: string, width: number): readonly string[] => {
	const indent = /^ */.exec(text)?.[0] ?? '';
	return wrap(text.slice(indent.length), width - indent.length).map(row => indent + row);
};

/** A row of the summary in as many rows as it needs, the later ones below what stands behind its label. */
const entry = ({ label = '', lines }: SummaryRow, width: number): readonly Line[] => {
	const head = summaryIndent + label;
	const room = cellWidth(head);
	return lines
		.flatMap(text => wrapped(text, width - room))
		.map((row, index) => line((index === 0 ? head : ' '.repeat(room)) + row));
};

/** As many entries as fit, none of them cut in two. */
const fitting = (entries: readonly (readonly Line[])[], room: number): readonly Line[] => {
	let used = 0;
	return entries
		.filter(rows => {
			used += rows.length;
			return used <= room;
		})
		.flat();
};

/**
 * The summary and below it what can be done. The list stays whole where there is not room for all.
 * @param summary as it will stand on the ordinary screen.
 */
export const resultLines = (
	{ head, rows: entries }: Summary,
	{ rows, marked, width, height }: MenuOptions,
): MenuLines => {
	const menu = rows.map((row, index) => actionRow(row, index === marked));
	const room = Math.max(1, height - menu.length - 1);
	const first = wrap(head, width)
		.slice(0, room)
		.map(row => line(row, 'heading'));
	const rest = fitting(
		entries.map(row => entry(row, width)),
		room - first.length,
	);
	const shown = [...first, ...rest];
	const spare = height - shown.length - menu.length;
	const lines = [...shown, ...(spare > 0 ? [blank] : []), ...menu];
	return { lines, markedLine: lines.length - menu.length + marked };
};
