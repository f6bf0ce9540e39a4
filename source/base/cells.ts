import stringWidth from 'string-width';
import { isPlain } from './plain.ts';

let graphemes: Intl.Segmenter | undefined;

/** Made when it is needed: it reads all that ICU knows of characters. */
const segmenter = (): Intl.Segmenter => {
	graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	return graphemes;
};

/** What stands for the part of a text that was cut off. */
export const ellipsis = '…';

/** The characters of a text as people count them. */
export const splitGraphemes = (text: string): string[] =>
	isPlain(text) ? text.split('') : Array.from(segmenter().segment(text), ({ segment }) => segment);

/** How many cells of the terminal a text takes. */
export const cellWidth = (text: string): number => (isPlain(text) ? text.length : stringWidth(text));

/** The longest start of the text that fits into a number of cells. */
const headOf = (text: string, cells: number): string => {
	if (isPlain(text)) {
		return text.slice(0, Math.max(0, cells));
	}

	let head = '';
	let used = 0;
	for (const grapheme of splitGraphemes(text)) {
		used += cellWidth(grapheme);
		if (used > cells) {
			break;
		}

		head += grapheme;
	}

	return head;
};

const tailOf = (text: string, cells: number): string => {
	let tail = '';
	let used = 0;
	for (const grapheme of splitGraphemes(text).reverse()) {
		used += cellWidth(grapheme);
		if (used > cells) {
			break;
		}

		tail = grapheme + tail;
	}

	return tail;
};

/** The text in pieces of at most so many cells, with nothing left out. */
export const pieces = (text: string, cells: number): string[] => {
	if (isPlain(text)) {
		const size = Math.max(1, cells);
		const count = Math.max(1, Math.ceil(text.length / size));
		return Array.from({ length: count }, (_, index) => text.slice(index * size, (index + 1) * size));
	}

	const found: string[] = [];
	let piece = '';
	let used = 0;
	for (const grapheme of splitGraphemes(text)) {
		const width = cellWidth(grapheme);
		if (used + width > cells && piece !== '') {
			found.push(piece);
			piece = '';
			used = 0;
		}

		piece += grapheme;
		used += width;
	}

	return [...found, piece];
};

/** The text in at most so many cells, cut at the end. */
export const cut = (text: string, cells: number): string => {
	if (cellWidth(text) <= cells) {
		return text;
	}

	return cells <= 0 ? '' : `${headOf(text, cells - 1)}${ellipsis}`;
};

/** The text in at most so many cells, cut in the middle: of long names the end is what differs. */
export const cutMiddle = (text: string, cells: number): string => {
	if (cellWidth(text) <= cells) {
		return text;
	}

	if (cells <= 0) {
		return '';
	}

	const tail = tailOf(text, Math.ceil((cells - 1) * 0.6));
	return `${headOf(text, cells - 1 - cellWidth(tail))}${ellipsis}${tail}`;
};

/** The text in exactly so many cells, filled with spaces behind it, cut if it is longer. */
export const padEnd = (text: string, cells: number): string => {
	const fitting = cut(text, cells);
	return fitting + ' '.repeat(Math.max(0, cells - cellWidth(fitting)));
};

const wrapOne = (text: string, cells: number, longWords: 'broken' | 'whole'): string[] => {
	const lines: string[] = [];
	let line = '';
	let used = 0;
	for (const word of text.split(' ')) {
		const width = cellWidth(word);
		if (line === '' ? width <= cells : used + 1 + width <= cells) {
			used += line === '' ? width : 1 + width;
			line = line === '' ? word : `${line} ${word}`;
			continue;
		}

		if (line !== '') {
			lines.push(line);
		}

		const parts = longWords === 'broken' ? pieces(word, cells) : [word];
		lines.push(...parts.slice(0, -1));
		line = parts.at(-1) ?? '';
		used = cellWidth(line);
	}

	return [...lines, line];
};

/** The text in lines of at most so many cells, broken between words where that is possible. */
export const wrap = (text: string, cells: number): string[] =>
	text.split('\n').flatMap(line => wrapOne(line, Math.max(1, cells), 'broken'));

/** The same, but a word that is longer than a line stands alone and whole: a path or a command can be copied. */
export const wrapWords = (text: string, cells: number): string[] =>
	text.split('\n').flatMap(line => wrapOne(line, Math.max(1, cells), 'whole'));

/** A text that does not fit, cut behind its last whole word if it has several. */
const cutAtWord = (text: string, cells: number): string => {
	const shown = cut(text, cells);
	const words = shown === text ? undefined : /^(.*\S)\s+\S*$/s.exec(shown)?.[1];
	return words === undefined ? shown : `${words} …`;
};

/** The text wrapped into at most so many lines; what does not fit is cut off and says so. */
export const wrapInto = (text: string, cells: number, lines: number): string[] => {
	const wrapped = wrap(text, cells);
	return wrapped.length <= lines
		? wrapped
		: [
				...wrapped.slice(0, Math.max(0, lines - 1)),
				cutAtWord(wrapped.slice(lines - 1).join(' '), cells),
			].slice(0, lines);
};

/** The smallest terminal that the full screen works in, in cells. */
export const smallestScreen = { columns: 60, rows: 16 } as const;

/** Whether the full screen works in a terminal; one that does not tell its size is too small. */
export const fitsScreen = ({
	columns = 0,
	rows = 0,
}: {
	readonly columns: number | undefined;
	readonly rows: number | undefined;
}): boolean => columns >= smallestScreen.columns && rows >= smallestScreen.rows;

/** A text that stands right behind a label in a row: a label at its own beginning is not said twice. */
export const behindLabel = (label: string, text: string): string =>
	text.startsWith(`${label} `) ? text.slice(label.length + 1) : text;
