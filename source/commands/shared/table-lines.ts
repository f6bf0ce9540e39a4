import { cellWidth, wrap } from '../../base/cells.ts';
import { columns } from '../../base/columns.ts';
import type { Session } from './session.ts';

/** Below the second column, behind a short id. */
const indent = ' '.repeat(6);

/** The rows of a table; where one is too wide for the terminal, the last cell of each stands below the others, in as many lines as it needs. */
const tableLines = (rows: readonly (readonly string[])[], width: number): readonly string[] => {
	const lines = columns(rows);
	return lines.every(line => cellWidth(line) <= width)
		? lines
		: columns(rows.map(row => row.slice(0, -1))).flatMap((line, index) => {
				const last = rows[index]?.at(-1) ?? '';
				return last === '' ? [line] : [line, ...wrap(last, width - indent.length).map(text => indent + text)];
			});
};

/** Prints rows of cells; as wide as they are where no terminal is. */
export const printTable = ({ context, print }: Session, rows: readonly (readonly string[])[]): void => {
	const { isTTY, columns: width = 80 } = context.stdout;
	tableLines(rows, isTTY ? width : Number.POSITIVE_INFINITY).forEach(print);
};
