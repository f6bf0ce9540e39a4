import { createContext } from 'react';

/**
 * Signs from the end of what Unicode leaves to private use, where no font has any: each is one character of one cell, so that
 * Ink writes it whole or not at all.
 */
const firstSign = 0x10f800;
const count = 1000;
const signs = /[\u{10F800}-\u{10FBE7}]/gu;

/** A text that Ink draws itself, without signs. */
export const withoutSigns = (text: string): string => text.replaceAll(signs, '');

/** Puts a row that is painted on the screen: what Ink lays out in its place. */
export type Sheet = { readonly put: (rows: readonly string[]) => readonly string[] };

/**
 * The rows on the screen. Ink takes a screen apart into its characters each time it draws, which takes longer than all else.
 * So it gets a sign for each row that is painted already, finds out by the signs which rows are new, and the
 * text of a row is put in the place of its sign when it is written.
 */
export const openSheet = (): Sheet & {
	/** What Ink writes, as it is to be written. */
	readonly shown: (text: string) => string;
} => {
	const texts: string[] = [];
	let last: ReadonlyMap<string, number> = new Map();
	let next = 0;
	return {
		put: rows => {
			const used = new Set(last.values());
			const now = new Map<string, number>();
			const numberFor = (text: string): number => {
				while (used.has(next)) {
					next = (next + 1) % count;
				}

				used.add(next);
				texts[next] = text;
				return next;
			};
			const put = rows.map(text => {
				if (text === '') {
					return '';
				}

				const number = now.get(text) ?? last.get(text) ?? numberFor(text);
				now.set(text, number);
				return String.fromCodePoint(firstSign + number);
			});
			last = now;
			return put;
		},
		shown: text =>
			text.replaceAll(signs, sign => texts[(sign.codePointAt(0) ?? firstSign) - firstSign] ?? ''),
	};
};

/** Where no sheet is, Ink gets the rows themselves. */
export const SheetContext = createContext<Sheet>({ put: rows => rows });
