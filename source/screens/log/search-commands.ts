import { textFieldAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import type { LogAction } from './log-state.ts';

/** What a command does while the search field of a log is open. */
export const searchAction = (
	command: CommandId | undefined,
	text: string | undefined,
): LogAction | undefined => {
	switch (command) {
		case 'activate':
			return { type: 'accept-search' };
		case 'back':
		case 'interrupt':
			return { type: 'clear-search' };
		default: {
			const edit = command && textFieldAction(command, text);
			return edit && { type: 'edit-search', edit };
		}
	}
};
