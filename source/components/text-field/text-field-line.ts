import { cellWidth, ellipsis, splitGraphemes } from '../../base/cells.ts';
import type { Line } from '../line.ts';
import { signs } from '../theme.ts';
import type { TextFieldState } from './text-field-state.ts';

export type TextFieldProps = {
	readonly state: TextFieldState;
	/** Cells, the prompt included. */
	readonly width: number;
	/** Shown instead of the text, a dot for each character. */
	readonly isSecret?: boolean;
};

const promptWidth = cellWidth(signs.prompt) + 1;

/** The part of the text that is shown, so that the caret is always in sight. */
const visible = ({ state, width, isSecret }: TextFieldProps): { text: string; caret: number } => {
	const characters = splitGraphemes(state.value).map(character => (isSecret ? '*' : character));
	const caret = Math.min(state.caret, characters.length);
	// One cell for the caret behind the last character, one for the sign that something is cut off.
	const room = Math.max(2, width - promptWidth - 2);
	let start = caret;
	let used = 0;
	while (start > 0 && used + cellWidth(characters[start - 1] ?? '') <= room) {
		used += cellWidth(characters[start - 1] ?? '');
		start--;
	}

	const before = (start > 0 ? ellipsis : '') + characters.slice(start, caret).join('');
	return { text: before + characters.slice(caret).join(''), caret: cellWidth(before) };
};

/** Where the caret stands, in cells from the field's left. */
export const textFieldCaret = (props: TextFieldProps): number => promptWidth + visible(props).caret;

/** A line to type into, as a part of a row. */
export const textFieldLine = (props: TextFieldProps): Line => [
	{ text: `${signs.prompt} `, style: 'accent' },
	{ text: visible(props).text },
];
