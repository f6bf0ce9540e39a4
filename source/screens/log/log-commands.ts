import { textFieldAction } from '../../components/actions.ts';
import {
	type LogAction,
	type LogPlace,
	type LogState,
	reduceLog,
} from '../../components/log-pane/log-state.ts';
import type { CommandId } from '../key-table.ts';

const actions: Readonly<Partial<Record<CommandId, LogAction>>> = {
	'move-up': { type: 'scroll', by: -1 },
	'move-down': { type: 'scroll', by: 1 },
	'page-up': { type: 'page', by: -1 },
	'page-down': { type: 'page', by: 1 },
	'move-to-start': { type: 'top' },
	'move-to-end': { type: 'follow' },
	follow: { type: 'follow' },
	'only-problems': { type: 'toggle-problems' },
	'open-search': { type: 'start-search' },
	'next-match': { type: 'next-match', by: 1 },
	'previous-match': { type: 'next-match', by: -1 },
};

/** What a command does while the field of the search is open. */
const searchAction = (command: CommandId, text: string | undefined): LogAction | undefined => {
	switch (command) {
		case 'activate':
			return { type: 'accept-search' };
		case 'back':
		case 'interrupt':
			return { type: 'clear-search' };
		default: {
			const edit = textFieldAction(command, text);
			return edit && { type: 'edit-search', edit };
		}
	}
};

/** A log after a command, `text` being what was typed with it; undefined if the command is none of a log's. */
export const updateLog = (
	log: LogState,
	command: CommandId,
	text: string | undefined,
	place: LogPlace,
): LogState | undefined => {
	if (log.search) {
		const action = searchAction(command, text);
		return action ? reduceLog(log, action, place) : log;
	}

	// The search is the innermost thing, and goes first.
	const action: LogAction | undefined =
		command === 'back' && log.query !== '' ? { type: 'clear-search' } : actions[command];
	return action && reduceLog(log, action, place);
};
