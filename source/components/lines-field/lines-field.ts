import { cellWidth, ellipsis, splitGraphemes } from '../../base/cells.ts';
import type { Line } from '../line.ts';
import { signs } from '../theme.ts';
import { windowAround } from '../window.ts';
import type { LinesFieldState } from './lines-field-state.ts';

export type LinesFieldProps = {
	readonly state: LinesFieldState;
	readonly width: number;
	readonly height: number;
};

/** Cells before the text: the prompt, the number of the line. */
const gutter = ({ state }: LinesFieldProps): number => 2 + String(state.lines.length).length + 2;

const windowOf = ({ state, height }: LinesFieldProps) =>
	windowAround(state.offset, state.row, state.lines.length, height);

/** A tab has no width of its own: it is shown as four spaces. */
const withoutTab = (text: string): string => text.replaceAll('\t', '    ');

/** The line with the caret, moved to the left so far that the caret is in sight. */
const scrolled = (props: LinesFieldProps): { text: string; caret: number } => {
	const characters = splitGraphemes(props.state.lines[props.state.row] ?? '').map(withoutTab);
	const room = Math.max(2, props.width - gutter(props) - 2);
	let start = props.state.caret;
	let used = 0;
	while (start > 0 && used + cellWidth(characters[start - 1] ?? '') <= room) {
		used += cellWidth(characters[start - 1] ?? '');
		start--;
	}

	const before = (start > 0 ? ellipsis : '') + characters.slice(start, props.state.caret).join('');
	return { text: before + characters.slice(props.state.caret).join(''), caret: cellWidth(before) };
};

/** Where the caret stands, in cells from the field's upper left. */
export const linesFieldCaret = (props: LinesFieldProps): { x: number; y: number } => ({
	x: gutter(props) + scrolled(props).caret,
	y: props.state.row - windowOf(props).start,
});

/** A place to type several lines into, numbered. */
export const linesFieldLines = (props: LinesFieldProps): readonly Line[] => {
	const { start, end } = windowOf(props);
	const digits = String(props.state.lines.length).length;
	return props.state.lines.slice(start, end).map((text, index): Line => {
		const row = start + index;
		const isCurrent = row === props.state.row;
		return [
			{ text: isCurrent ? `${signs.prompt} ` : '  ', style: 'accent' },
			{ text: `${String(row + 1).padStart(digits)}  ` },
			{ text: isCurrent ? scrolled(props).text : withoutTab(text) },
		];
	});
};
