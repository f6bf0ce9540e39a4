import { cellWidth, pieces } from '../base/cells.ts';
import { readable } from '../base/printable.ts';
import { type Line, line } from './line.ts';
import type { StyleName } from './theme.ts';

/** A line of a file in as many rows as it needs: what is read before it runs has no end out of sight. */
export const textRows = (before: string, text: string, width: number, style?: StyleName): readonly Line[] =>
	pieces(readable(text), width - cellWidth(before)).map((piece, index) =>
		line(`${index === 0 ? before : ' '.repeat(cellWidth(before))}${piece}`, style),
	);
