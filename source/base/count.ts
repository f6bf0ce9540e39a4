/** A number and the word for it, `1 file`, `3 files`; other plurals are given: `count(2, 'is missing', 'are missing')`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
	`${number} ${number === 1 ? one : many}`;
