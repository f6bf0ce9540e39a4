import { cellWidth, wrap } from '../../base/cells.ts';
import { blank, type Line, line } from '../../components/row.tsx';
import { actionRow, type MenuLines, type MenuOptions } from '../failure/failure-lines.ts';

/** A line of the summary in as many rows as it needs, the later ones below what stands behind its label. */
const wrapped = (text: string, width: number, style: 'heading' | 'plain'): Line[] => {
	const head = /^ *(?:\S.*? {2,}(?=\S))?/.exec(text)?.[0] ?? '';
	return wrap(text.slice(head.length), width - cellWidth(head)).map((row, index) =>
		line((index === 0 ? head : ' '.repeat(cellWidth(head))) + row, style),
	);
};

/** As many lines as fit, without the end of an entry that is cut in two. */
const fitting = (told: readonly Line[], room: number): Line[] => {
	const isStart = (row: Line | undefined): boolean =>
		row === undefined || /^ {0,2}\S/.test(row[0]?.text ?? '');
	let end = Math.min(told.length, room);
	while (end > 1 && !isStart(told[end])) {
		end--;
	}

	return told.slice(0, end);
};

/**
 * The summary and below it what can be done. The list stays whole where there is not room for all.
 * @param summary as it will stand on the ordinary screen.
 */
export const resultLines = (
	summary: readonly string[],
	{ rows, marked, width, height }: MenuOptions,
): MenuLines => {
	const [first = '', ...rest] = summary;
	const told = [...wrapped(first, width, 'heading'), ...rest.flatMap(text => wrapped(text, width, 'plain'))];
	const menu = rows.map((row, index) => actionRow(row, index === marked));
	const shown = fitting(told, Math.max(1, height - menu.length - 1));
	const spare = height - shown.length - menu.length;
	const lines = [...shown, ...(spare > 0 ? [blank] : []), ...menu];
	return { lines, markedLine: lines.length - menu.length + marked };
};
