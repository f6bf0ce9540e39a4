/** The part of a list that is on the screen: rows from `start` to before `end`. */
export type Window = { readonly start: number; readonly end: number };

/**
 * The window of so many rows that shows the cursor and moves no more than it must from where it was.
 * @param start the first row shown before.
 */
export const windowAround = (start: number, cursor: number, count: number, height: number): Window => {
	const rows = Math.max(1, height);
	const last = Math.max(0, count - rows);
	const lowest = Math.max(0, cursor - rows + 1);
	const fitting = Math.min(Math.max(start, lowest), Math.max(0, cursor), last);
	return { start: fitting, end: Math.min(count, fitting + rows) };
};
