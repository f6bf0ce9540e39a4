import { frameBody } from '../../components/frame/layout.ts';
import type { CommandId } from '../key-table.ts';
import type { Size } from '../state.ts';
import { type HomeState, homePage, inOrder, markedRow, shownRows } from './home-state.ts';

/** With a row marked, which is in sight. */
export const mark = (state: HomeState, marked: string | undefined, size: Size): HomeState => {
	const moved = { ...state, marked, message: undefined };
	return { ...moved, offsets: homePage(moved, size).offsets };
};

/** What a key that moves the mark makes of home; any other changes nothing. */
export const moveMark = (state: HomeState, command: CommandId, size: Size): HomeState => {
	const rows = inOrder(shownRows(state));
	const index = rows.findIndex(row => row.id === markedRow(state)?.id);
	const page = Math.max(1, Math.floor(frameBody(size).height / 2));
	const targets: Partial<Record<CommandId, number>> = {
		'move-up': index - 1,
		'move-down': index + 1,
		'page-up': index - page,
		'page-down': index + page,
		'move-to-start': 0,
		'move-to-end': rows.length - 1,
	};
	const target = targets[command];
	return target === undefined
		? state
		: mark(state, rows[Math.max(0, Math.min(rows.length - 1, target))]?.id, size);
};

export const isMoving = (command: CommandId | undefined): boolean =>
	command !== undefined && /^(move|page)-/.test(command);
