import type { TextPlace } from '../reader/document.ts';
import type { Told } from '../recipe/told.ts';

/** The same with the place as the reader gives it. */
export type ToldPart = Omit<Told, 'at'> & { readonly place: TextPlace };

/** As it is told, in the order of the template. */
export const toldInOrder = (parts: readonly ToldPart[]): readonly Told[] =>
	parts
		.toSorted(
			({ place: one }, { place: other }) =>
				Number(one.file > other.file) - Number(one.file < other.file) ||
				one.line - other.line ||
				one.column - other.column,
		)
		.map(({ place: { file, line }, ...part }) => ({ ...part, at: `${file.replace(/^.*\//s, '')}:${line}` }));
