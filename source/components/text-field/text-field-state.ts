import { splitGraphemes } from '../../base/cells.ts';

/** A text of one line and its caret. */
export type TextFieldState = {
	readonly value: string;
	/** How many characters, as people count them, stand before the caret. */
	readonly caret: number;
};

export type TextFieldAction =
	| { readonly type: 'insert'; readonly text: string; readonly keepsTabs?: boolean }
	| { readonly type: 'delete-backward' }
	| { readonly type: 'delete-forward' }
	| { readonly type: 'move-left' }
	| { readonly type: 'move-right' }
	| { readonly type: 'move-to-start' }
	| { readonly type: 'move-to-end' };

/** A field with a text, the caret behind it. */
export const openTextField = (value = ''): TextFieldState => ({ value, caret: splitGraphemes(value).length });

/** What can stand in one line: ends of lines become spaces, at the ends they go. */
export const oneLine = (text: string, keepsTabs = false): string =>
	text
		.replace(/^[\r\n]+|[\r\n]+$/g, '')
		.replace(keepsTabs ? /\r\n|[\r\n]/g : /\r\n|[\r\n\t]/g, ' ')
		.replace(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F]/g, '');

/** Whether the action changes a text; the others only move. */
export const updateTextField = (state: TextFieldState, action: TextFieldAction): TextFieldState => {
	const characters = splitGraphemes(state.value);
	const caret = Math.min(state.caret, characters.length);
	const before = characters.slice(0, caret);
	const after = characters.slice(caret);
	const joined = (left: readonly string[], right: readonly string[]): TextFieldState => {
		const start = left.join('');
		// Counted again: a combining mark joins the character before it.
		return { value: start + right.join(''), caret: splitGraphemes(start).length };
	};

	switch (action.type) {
		case 'insert':
			return joined([...before, oneLine(action.text, action.keepsTabs)], after);
		case 'delete-backward':
			return joined(before.slice(0, -1), after);
		case 'delete-forward':
			return joined(before, after.slice(1));
		case 'move-left':
			return { ...state, caret: Math.max(0, caret - 1) };
		case 'move-right':
			return { ...state, caret: Math.min(characters.length, caret + 1) };
		case 'move-to-start':
			return { ...state, caret: 0 };
		case 'move-to-end':
			return { ...state, caret: characters.length };
	}
};
