/** Rows as lines with aligned columns; the last column is as long as it is. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
	return rows.map(row =>
		row
			.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
			.join('  ')
			.trimEnd(),
	);
};
