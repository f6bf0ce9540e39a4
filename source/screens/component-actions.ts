import type { LinesFieldAction } from '../components/lines-field/lines-field-state.ts';
import type { MenuAction } from '../components/menu/menu-state.ts';
import type { MultiSelectAction } from '../components/multi-select/multi-select-state.ts';
import type { SelectAction } from '../components/select/select-state.ts';
import type { TextFieldAction } from '../components/text-field/text-field-state.ts';
import type { CommandId } from './key-table.ts';

/** What a command does to a text field; undefined if nothing. `text` is what the key types. */
export const textFieldAction = (command: CommandId, text = ''): TextFieldAction | undefined => {
	switch (command) {
		case 'insert':
			return { type: command, text };
		case 'delete-backward':
		case 'delete-forward':
		case 'move-left':
		case 'move-right':
		case 'move-to-start':
		case 'move-to-end':
			return { type: command };
		default:
			return undefined;
	}
};

/** What a command does to a field of several lines. */
export const linesFieldAction = (command: CommandId, text?: string): LinesFieldAction | undefined => {
	switch (command) {
		case 'move-up':
		case 'move-down':
		case 'page-up':
		case 'page-down':
		case 'new-line':
			return { type: command };
		default:
			return textFieldAction(command, text);
	}
};

/** What a command does to a menu. */
export const menuAction = (command: CommandId): MenuAction | undefined => {
	switch (command) {
		case 'move-up':
		case 'move-down':
		case 'page-up':
		case 'page-down':
		case 'move-to-start':
		case 'move-to-end':
			return { type: command };
		default:
			return undefined;
	}
};

/** What a command does to a list. */
export const selectAction = (command: CommandId, text = ''): SelectAction | undefined => {
	switch (command) {
		case 'insert':
			return { type: command, text };
		case 'delete-backward':
		case 'clear-search':
			return { type: command };
		default:
			return menuAction(command);
	}
};

/** What a command does to a list of which several rows can be ticked. */
export const multiSelectAction = (command: CommandId, text?: string): MultiSelectAction | undefined =>
	command === 'toggle' ? { type: command } : selectAction(command, text);
