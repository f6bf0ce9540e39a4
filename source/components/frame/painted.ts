import chalk from 'chalk';
import { cellWidth, splitGraphemes } from '../../base/cells.ts';
import { blank, fitLine, type Line } from '../line.ts';
import { type StyleName, styles } from '../theme.ts';
import { type FrameParts, type FrameSize, frameBody, frameWidth, margin, rowsBelow } from './layout.ts';

/** What begins a style of the terminal, and what ends it. */
type Code = { readonly open: string; readonly close: string };

const sgr = (open: number, close: number): Code => ({
	open: `\u001B[${open}m`,
	close: `\u001B[${close}m`,
});

const colors = { red: sgr(31, 39), green: sgr(32, 39), magenta: sgr(35, 39) } as const;
const bold = sgr(1, 22);
const dim = sgr(2, 22);

const codesOf = (name: StyleName): readonly Code[] => {
	// Whether the terminal shows colours is decided by who decides it for Ink.
	if (chalk.level === 0) {
		return [];
	}

	const style: {
		readonly bold?: boolean;
		readonly dimColor?: boolean;
		readonly color?: keyof typeof colors;
	} = styles[name];
	return [
		...(style.dimColor ? [dim] : []),
		...(style.bold ? [bold] : []),
		...(style.color ? [colors[style.color]] : []),
	];
};

/** What leads from the codes that hold to others, no more than is needed, and those that hold then, in their order. */
const change = (
	from: readonly Code[],
	to: readonly Code[],
): { readonly text: string; readonly codes: readonly Code[] } => {
	const added = to.filter(code => !from.includes(code));
	const ended = from.filter(code => !to.some(({ close }) => close === code.close));
	return {
		text: [...ended.map(({ close }) => close).reverse(), ...added.map(({ open }) => open)].join(''),
		codes: [...from.filter(code => to.includes(code)), ...added],
	};
};

const invisible = /\p{Default_Ignorable_Code_Point}/u;
const nothing = /^\p{Default_Ignorable_Code_Point}+$/u;

/** A text without what stands alone and is not seen: a terminal may give a cell to that. */
const visible = (text: string): string =>
	invisible.test(text)
		? splitGraphemes(text)
				.filter(sign => !nothing.test(sign))
				.join('')
		: text;

/** A row as a terminal takes it, as Ink writes it. */
const rowText = (spans: Line, width: number): string => {
	let at: readonly Code[] = [];
	let text = ' '.repeat(margin);
	for (const span of fitLine(spans, width).filter(piece => cellWidth(piece.text) > 0)) {
		const changed = change(at, codesOf(span.style ?? 'plain'));
		text += changed.text + visible(span.text);
		at = changed.codes;
	}

	return (text + change(at, []).text).trimEnd();
};

/** The rows of a frame and its body as a terminal takes them, the same that Ink writes for it. */
export const paintedRows = (
	size: FrameSize,
	{ header, footer, overlay = [] }: FrameParts,
	rows: readonly Line[],
): readonly string[] => {
	const width = frameWidth(size);
	const below = rowsBelow(footer, overlay);
	const height = frameBody(size, header.length, footer.length).height - below.taken;
	const body = Array.from({ length: height }, (_, index) => rows[index] ?? blank);
	return [...header, blank, ...body, ...below.rows].map(spans => rowText(spans, width));
};
