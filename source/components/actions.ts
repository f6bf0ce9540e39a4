import type { LinesFieldAction } from './lines-field/lines-field-state.ts';
import type { MenuAction } from './menu/menu-state.ts';
import type { MultiSelectAction } from './multi-select/multi-select-state.ts';
import type { SelectAction } from './select/select-state.ts';
import type { TextFieldAction } from './text-field/text-field-state.ts';

// What is asked of a part is named as its actions are: each takes what it knows, and gives undefined for the rest.

/** The action of a name, if it is one of these. */
const among =
	<Id extends string>(...ids: Id[]) =>
	(name: string): { readonly type: Id } | undefined => {
		const type = ids.find(id => id === name);
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
const betweenLines = among(
	'move-up',
	'move-down',
	'page-up',
	'page-down',
	'new-line',
	'line-up',
	'line-down',
);
const searching = among('delete-backward', 'clear-search');

/** For a text field; `text` is what is typed. */
export const textFieldAction = (name: string, text = ''): TextFieldAction | undefined =>
	name === 'insert' ? { type: name, text } : editing(name);

/** For a field of several lines. */
export const linesFieldAction = (name: string, text?: string): LinesFieldAction | undefined =>
	betweenLines(name) ?? textFieldAction(name, text);

/** For a menu. */
export const menuAction: (name: string) => MenuAction | undefined = among(
	'move-up',
	'move-down',
	'page-up',
	'page-down',
	'move-to-start',
	'move-to-end',
);

/** For a list. */
export const selectAction = (name: string, text = ''): SelectAction | undefined =>
	name === 'insert' ? { type: name, text } : (searching(name) ?? menuAction(name));

/** For a list of which several rows can be ticked. */
export const multiSelectAction = (name: string, text?: string): MultiSelectAction | undefined =>
	name === 'toggle' ? { type: name } : selectAction(name, text);
