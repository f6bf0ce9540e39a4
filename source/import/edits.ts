import type { Piece, TemplateAttribute } from '../reader/document.ts';
import { kept } from '../template/hcl.ts';

/** A place of a text that becomes another; positions in the text. */
export type Edit = { readonly begin: number; readonly end: number; readonly text: string };

/** A text with its edits. */
export const edited = (text: string, edits: readonly Edit[]): string =>
	edits
		.toSorted((a, b) => b.begin - a.begin)
		.reduce((all, edit) => `${all.slice(0, edit.begin)}${edit.text}${all.slice(edit.end)}`, text);

/** The place of a piece within the one that it stands in. */
export const within = (outer: Piece, inner: Piece): { readonly begin: number; readonly end: number } => ({
	begin: inner.begin - outer.begin,
	end: inner.begin - outer.begin + inner.text.length,
});

/** Takes a piece out of a text, with its line if nothing else stands there. */
export const removal = (outer: Piece, inner: Piece): Edit => {
	const { begin, end } = within(outer, inner);
	const lineBegin = outer.text.lastIndexOf('\n', begin - 1) + 1;
	const lineEnd = outer.text.indexOf('\n', end);
	const isAlone =
		lineBegin > 0 &&
		lineEnd !== -1 &&
		outer.text.slice(lineBegin, begin).trim() === '' &&
		/^\s*(#.*|\/\/.*)?$/.test(outer.text.slice(end, lineEnd));
	return isAlone ? { begin: lineBegin, end: lineEnd + 1, text: '' } : { begin, end, text: '' };
};

/** A text with its lines moved to the left, as far as they all can; those of a heredoc stay. */
export const moved = ({ indent }: Piece, text: string): string => {
	const item = kept(`${' '.repeat(indent)}${text}`);
	return item.kind === 'kept' ? item.lines.map(line => line.replace(/^\0/, '')).join('\n') : text;
};

/**
 * Gives the block of a variable another default.
 * @param standard the default that stands there.
 * @param text the new one as HCL; the old one stays if missing.
 * @param isLeftOut whether the old one goes.
 */
export const defaultEdits = (
	block: Piece,
	standard: TemplateAttribute | undefined,
	text: string | undefined,
	isLeftOut: boolean,
): readonly Edit[] => {
	if (text === undefined) {
		return isLeftOut && standard ? [removal(block, standard)] : [];
	}

	if (standard) {
		return [{ ...within(block, standard.expression), text }];
	}

	const close = block.text.lastIndexOf('}');
	const open = block.text.indexOf('{') + 1;
	return [
		// A block on a line of its own takes one argument.
		...(block.text.includes('\n') ? [] : [{ begin: open, end: open, text: '\n ' }]),
		{
			begin: close,
			end: close,
			text: `${block.text.at(close - 1) === '\n' ? '' : '\n'}  default = ${text}\n`,
		},
	];
};
