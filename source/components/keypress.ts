import type { Key } from 'ink';
import { splitGraphemes } from '../base/cells.ts';

/** A key that is no text. */
type KeyName =
	| 'up'
	| 'down'
	| 'alt-up'
	| 'alt-down'
	| 'left'
	| 'right'
	| 'page-up'
	| 'page-down'
	| 'home'
	| 'end'
	| 'enter'
	| 'escape'
	| 'tab'
	| 'shift-tab'
	| 'backspace'
	| 'delete'
	| 'ctrl-c';

/** One press of a key. Text is one grapheme, so that each press means one thing wherever letters are commands. */
export type KeyPress =
	| { readonly name: KeyName; readonly text?: undefined }
	| { readonly name: 'text'; readonly text: string };

const named = (key: Key): KeyName | undefined => {
	if (key.return) return 'enter';
	if (key.escape) return 'escape';
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	if (key.backspace) return 'backspace';
	if (key.delete) return 'delete';
	if (key.upArrow) return key.meta || key.ctrl ? 'alt-up' : 'up';
	if (key.downArrow) return key.meta || key.ctrl ? 'alt-down' : 'down';
	if (key.leftArrow) return 'left';
	if (key.rightArrow) return 'right';
	if (key.pageUp) return 'page-up';
	if (key.pageDown) return 'page-down';
	if (key.home) return 'home';
	if (key.end) return 'end';
	return undefined;
};

/**
 * The presses in what Ink hands to `useInput`: none for what is never bound (function keys, Alt, most of Ctrl), several
 * for a run of text that came in one piece.
 */
export const keyPresses = (input: string, key: Key): readonly KeyPress[] => {
	const name = named(key);
	if (name !== undefined) {
		return [{ name }];
	}

	if (key.ctrl) {
		return input === 'c' ? [{ name: 'ctrl-c' }] : [];
	}

	if (key.meta) {
		return [];
	}

	return splitGraphemes(input)
		.filter(text => !/^[\u0000-\u001F\u007F-\u009F]/.test(text))
		.map(text => ({ name: 'text', text }));
};
