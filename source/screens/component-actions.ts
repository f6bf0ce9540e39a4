import type { LinesFieldAction } from '../components/lines-field/lines-field-state.ts';
import type { MenuAction } from '../components/menu/menu-state.ts';
import type { MultiSelectAction } from '../components/multi-select/multi-select-state.ts';
import type { SelectAction } from '../components/select/select-state.ts';
import type { TextFieldAction } from '../components/text-field/text-field-state.ts';
import type { CommandId } from './key-table.ts';

/** The action of the same name as a command, if it is one of those. */
const among =
	<Id extends CommandId>(...ids: Id[]) =>
	(command: CommandId): { readonly type: Id } | undefined => {
		const type = ids.find(id => id === command);
		return type && { type };
	};

const editing = among(
	'delete-backward',
	'delete-forward',
	'move-left',
	'move-right',
	'move-to-start',
	'move-to-end',
);
const betweenLines = among('move-up', 'move-down', 'page-up', 'page-down', 'new-line');
const searching = among('delete-backward', 'clear-search');

/** What a command does to a text field; undefined if nothing. `text` is what the key types. */
export const textFieldAction = (command: CommandId, text = ''): TextFieldAction | undefined =>
	command === 'insert' ? { type: command, text } : editing(command);

/** What a command does to a field of several lines. */
export const linesFieldAction = (command: CommandId, text?: string): LinesFieldAction | undefined =>
	betweenLines(command) ?? textFieldAction(command, text);

/** What a command does to a menu. */
export const menuAction: (command: CommandId) => MenuAction | undefined = among(
	'move-up',
	'move-down',
	'page-up',
	'page-down',
	'move-to-start',
	'move-to-end',
);

/** What a command does to a list. */
export const selectAction = (command: CommandId, text = ''): SelectAction | undefined =>
	command === 'insert' ? { type: command, text } : (searching(command) ?? menuAction(command));

/** What a command does to a list of which several rows can be ticked. */
export const multiSelectAction = (command: CommandId, text?: string): MultiSelectAction | undefined =>
	command === 'toggle' ? { type: command } : selectAction(command, text);
