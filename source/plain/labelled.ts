import { cellWidth, wrapWords } from '../base/cells.ts';

/** A text behind its label, in lines of at most so many cells: broken between words, below its first word. */
export const labelled = (label: string, text: string, width: number): readonly string[] =>
	wrapWords(text, width - cellWidth(label)).map(
		(line, index) => `${index === 0 ? label : ' '.repeat(cellWidth(label))}${line}`,
	);
