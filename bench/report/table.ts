import stringWidth from 'string-width';
import type { Row, Verdict } from './row.ts';

const signs: Readonly<Record<Verdict, string>> = { met: '✓', missed: '✗', unclear: '?', untold: '' };

const columns = [
	['what', ({ what }: Row) => what],
	['ours', ({ ours }: Row) => ours],
	['the other', ({ other }: Row) => other],
	['ratio', ({ ratio }: Row) => ratio],
	['target', ({ target, verdict }: Row) => `${target} ${signs[verdict]}`.trim()],
	['runs', ({ runs }: Row) => runs],
] as const;

const padded = (text: string, width: number): string => text + ' '.repeat(width - stringWidth(text));

const asTable = (rows: readonly Row[]): readonly string[] => {
	const cells = [columns.map(([title]) => title), ...rows.map(row => columns.map(([, cell]) => cell(row)))];
	const widths = columns.map((_, column) => Math.max(...cells.map(line => stringWidth(line[column] ?? ''))));
	const [head = '', ...body] = cells.map(
		line => `| ${line.map((text, column) => padded(text, widths[column] ?? 0)).join(' | ')} |`,
	);
	return [head, `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...body];
};

const asBlocks = (rows: readonly Row[]): readonly string[] =>
	rows.flatMap(row => [
		row.what,
		...columns.slice(1).map(([title, cell]) => `  ${padded(title, 9)} ${cell(row)}`),
	]);

/**
 * The rows as a table, which is one of Markdown, too; below each other where that is too wide.
 * @param width cells of the terminal, Infinity if nobody sees it there.
 */
export const tableLines = (rows: readonly Row[], width: number): readonly string[] => {
	const table = asTable(rows);
	return stringWidth(table[0] ?? '') <= width ? table : asBlocks(rows);
};
