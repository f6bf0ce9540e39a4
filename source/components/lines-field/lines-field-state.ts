import { splitGraphemes } from '../../base/cells.ts';
import {
	openTextField,
	type TextFieldAction,
	type TextFieldState,
	updateTextField,
} from '../text-field/text-field-state.ts';

/** Several lines of text and the caret in one of them. */
export type LinesFieldState = {
	/** At least one. */
	readonly lines: readonly string[];
	/** Index of the line with the caret. */
	readonly row: number;
	/** How many characters of that line stand before the caret. */
	readonly caret: number;
	/** Index of the first line that is shown. */
	readonly offset: number;
};

export type LinesFieldAction =
	| TextFieldAction
	| { readonly type: 'new-line' }
	/** The line with the caret changes places with its neighbour. */
	| { readonly type: 'line-up' }
	| { readonly type: 'line-down' }
	| { readonly type: 'move-up' }
	| { readonly type: 'move-down' }
	| { readonly type: 'page-up' }
	| { readonly type: 'page-down' };

/** A field with these lines and an empty one below, where the caret is: an enter there goes on. */
export const openLinesField = (lines: readonly string[]): LinesFieldState => {
	const filled = lines.filter((value, index) => value !== '' || lines.slice(index).some(rest => rest !== ''));
	return { lines: [...filled, ''], row: filled.length, caret: 0, offset: 0 };
};

/** The lines without empty ones at the end. */
export const fieldLines = ({ lines }: LinesFieldState): readonly string[] =>
	lines.slice(0, lines.findLastIndex(value => value.trim() !== '') + 1);

/** Whether the caret is on an empty last line. */
export const isAtEmptyEnd = ({ lines, row }: LinesFieldState): boolean =>
	row === lines.length - 1 && (lines[row] ?? '').trim() === '';

const current = (state: LinesFieldState): TextFieldState => ({
	value: state.lines[state.row] ?? '',
	caret: state.caret,
});

const withCurrent = (state: LinesFieldState, field: TextFieldState): LinesFieldState => ({
	...state,
	lines: state.lines.with(state.row, field.value),
	caret: field.caret,
});

const toRow = (state: LinesFieldState, row: number): LinesFieldState => {
	const target = Math.max(0, Math.min(state.lines.length - 1, row));
	return {
		...state,
		row: target,
		caret: Math.min(state.caret, splitGraphemes(state.lines[target] ?? '').length),
	};
};

const newLine = (state: LinesFieldState): LinesFieldState => {
	const characters = splitGraphemes(state.lines[state.row] ?? '');
	return {
		...state,
		lines: state.lines.toSpliced(
			state.row,
			1,
			characters.slice(0, state.caret).join(''),
			characters.slice(state.caret).join(''),
		),
		row: state.row + 1,
		caret: 0,
	};
};

/** The line with the caret and its neighbour change places; the empty last line stays the last. */
const moveLine = (state: LinesFieldState, by: -1 | 1): LinesFieldState => {
	const { lines, row } = state;
	const other = row + by;
	const isLast = (index: number): boolean => index === lines.length - 1 && lines[index]?.trim() === '';
	return lines[other] === undefined || isLast(row) || isLast(other)
		? state
		: {
				...state,
				lines: lines.with(row, lines[other]).with(other, lines[row] ?? ''),
				row: other,
			};
};

const joinWithNext = (state: LinesFieldState): LinesFieldState => {
	const value = state.lines[state.row] ?? '';
	const next = state.lines[state.row + 1];
	return next === undefined
		? state
		: {
				...state,
				lines: state.lines.toSpliced(state.row, 2, value + next),
				caret: splitGraphemes(value).length,
			};
};

const insert = (state: LinesFieldState, text: string): LinesFieldState =>
	text.split(/\r\n|[\r\n]/).reduce((filled, part, index) => {
		const place = index === 0 ? filled : newLine(filled);
		// A here-document that is indented (`<<-`) ends only after tabs.
		return withCurrent(
			place,
			updateTextField(current(place), { type: 'insert', text: part, keepsTabs: true }),
		);
	}, state);

/** @param height the lines that are shown at once. */
export const updateLinesField = (
	state: LinesFieldState,
	action: LinesFieldAction,
	height: number,
): LinesFieldState => {
	switch (action.type) {
		case 'insert':
			return insert(state, action.text);
		case 'new-line':
			return newLine(state);
		case 'line-up':
			return moveLine(state, -1);
		case 'line-down':
			return moveLine(state, 1);
		case 'delete-backward':
			return state.caret === 0 && state.row > 0
				? joinWithNext({ ...state, row: state.row - 1 })
				: withCurrent(state, updateTextField(current(state), action));
		case 'delete-forward':
			return state.caret >= splitGraphemes(state.lines[state.row] ?? '').length
				? joinWithNext(state)
				: withCurrent(state, updateTextField(current(state), action));
		case 'move-up':
			return toRow(state, state.row - 1);
		case 'move-down':
			return toRow(state, state.row + 1);
		case 'page-up':
			return toRow(state, state.row - height);
		case 'page-down':
			return toRow(state, state.row + height);
		case 'move-left':
			return state.caret === 0 && state.row > 0
				? withCurrent({ ...state, row: state.row - 1 }, openTextField(state.lines[state.row - 1] ?? ''))
				: withCurrent(state, updateTextField(current(state), action));
		case 'move-right':
			return state.caret >= splitGraphemes(state.lines[state.row] ?? '').length &&
				state.row < state.lines.length - 1
				? { ...state, row: state.row + 1, caret: 0 }
				: withCurrent(state, updateTextField(current(state), action));
		case 'move-to-start':
		case 'move-to-end':
			return withCurrent(state, updateTextField(current(state), action));
	}
};
