import { wrap } from '../base/cells.ts';
import type { Line } from './line.ts';
import { signs } from './theme.ts';

/** A text behind its sign, in lines of at most so many cells. */
export const signedLines = (sign: 'failed' | 'warning', text: string, width: number): readonly Line[] =>
	wrap(text, width - 2).map(
		(row, index): Line => [{ text: index === 0 ? `${signs[sign]} ` : '  ', style: sign }, { text: row }],
	);
