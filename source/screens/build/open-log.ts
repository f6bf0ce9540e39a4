import { frameBody } from '../../components/frame/frame.tsx';
import type { CommandId } from '../key-table.ts';
import { logAction } from '../log/log-commands.ts';
import { wrappedRows } from '../log/log-lines.ts';
import { clearedSearch, type LogPlace, newLogState, reduceLog } from '../log/log-state.ts';
import type { Size } from '../state.ts';
import type { BuildState, OpenLog } from './build-state.ts';

/** The log of a step, or of the whole build, over the whole screen. A step that is over is shown from its start. */
export const openLogOf = (state: BuildState, step: number | undefined): BuildState => {
	const status = step === undefined ? undefined : state.timeline?.steps[step]?.status;
	const over = status === 'done' || status === 'not-run';
	return { ...state, openLog: { step, view: { ...newLogState, top: over ? 0 : undefined } } };
};

/** The place of the log that fills the screen; its lines are wrapped. */
export const openLogPlace = (state: BuildState, { step }: OpenLog, size: Size): LogPlace => {
	const { width, height } = frameBody(size, 1, 2);
	return { log: state.timeline?.log ?? [], step, height, rowsOf: wrappedRows(width) };
};

/** What the commands do in the log that fills the screen. */
export const updateOpenLog = (state: BuildState, command: CommandId | undefined, size: Size): BuildState => {
	const { openLog } = state;
	if (!openLog || command === undefined) {
		return state;
	}

	if (command === 'back' && openLog.view.query !== '') {
		return { ...state, openLog: { ...openLog, view: clearedSearch(openLog.view) } };
	}

	if (command === 'back' || command === 'close-or-quit' || command === 'next-pane') {
		return { ...state, openLog: undefined };
	}

	const action = logAction(command);
	return action
		? {
				...state,
				openLog: { ...openLog, view: reduceLog(openLog.view, action, openLogPlace(state, openLog, size)) },
			}
		: state;
};
