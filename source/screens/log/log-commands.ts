import type { CommandId } from '../key-table.ts';
import type { LogAction } from './log-state.ts';

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

/** What a command does to a log; undefined if it is none of a log's. */
export const logAction = (command: CommandId | undefined): LogAction | undefined =>
	command && actions[command];
