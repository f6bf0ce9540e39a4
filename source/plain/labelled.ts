import { wrapWords } from '../base/words.ts';

/** A text behind its label, in lines of at most the width in characters: broken between words, below its first word. */
export const labelled = (label: string, text: string, width: number): readonly string[] =>
	wrapWords(text, Math.max(1, width - label.length)).map(
		(line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`,
	);
