/** The word for a number of things, without the number: `differs`, `differ`. */
export const wordFor = (number: number, one: string, many = `${one}s`): string => (number === 1 ? one : many);

/** A number and the word for it, `1 file`, `3 files`; other plurals are given: `count(2, 'is missing', 'are missing')`. */
export const count = (number: number, one: string, many?: string): string =>
	`${number} ${wordFor(number, one, many)}`;
