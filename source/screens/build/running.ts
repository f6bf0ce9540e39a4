import { openDialog, updateDialog } from '../../components/dialog/dialog-state.ts';
import { stopDeeds } from '../../flow/stopping.ts';
import { currentStep } from '../../flow/words/phases.ts';
import type { CommandId } from '../key-table.ts';
import { logAction } from '../log/log-commands.ts';
import { oneRow } from '../log/log-lines.ts';
import { clearedSearch, type LogPlace, reduceLog } from '../log/log-state.ts';
import type { Size, Update } from '../state.ts';
import { buildLayout } from './build-layout.ts';
import { type BuildEvent, type BuildState, isCancelling, outcomeOf } from './build-state.ts';
import { openLogOf } from './open-log.ts';

type Result = Update<BuildState, BuildEvent>;

/** The place of the log beside the phases. */
export const logPlace = (state: BuildState, size: Size): LogPlace => ({
	log: state.timeline?.log ?? [],
	height: state.timeline ? buildLayout(state.timeline, size).logHeight : 1,
	rowsOf: oneRow,
});

/** Leaves the program; the build goes on. */
const leave = (state: BuildState): Result => ({
	state,
	effects: [{ type: 'exit', outcome: outcomeOf(state) }],
});

const cancel = (state: BuildState): Result => ({
	state: { ...state, dialog: undefined, cancelAsked: true },
	effects: [{ type: 'task', run: ({ actions }) => actions.cancel(state.id) }],
});

/** What the commands of the dialog do. */
export const updateCancelDialog = (state: BuildState, command: CommandId | undefined): Result => {
	const { dialog } = state;
	if (!dialog) {
		return { state };
	}

	switch (command) {
		case 'move-left':
		case 'move-right':
			return { state: { ...state, dialog: updateDialog(dialog, { type: command }, stopDeeds.length) } };
		case 'back':
			return { state: { ...state, dialog: undefined } };
		case 'interrupt':
			return cancel(state);
		case 'activate':
			switch (stopDeeds[dialog.selected]?.id) {
				case 'cancel':
					return cancel(state);
				case 'leave':
					return leave(state);
				default:
					return { state: { ...state, dialog: undefined } };
			}
		default:
			return { state };
	}
};

/** Marks the step above or below; first the one on which the eye is. */
const moveStep = (state: BuildState, by: 1 | -1): BuildState => {
	const steps = state.timeline?.steps.length ?? 0;
	if (!state.timeline || steps === 0) {
		return state;
	}

	const to = state.selected === undefined ? currentStep(state.timeline) : state.selected + by;
	return { ...state, selected: Math.min(Math.max(0, to), steps - 1) };
};

const inLog = (state: BuildState, command: CommandId, size: Size): BuildState => {
	const action = logAction(command);
	return action ? { ...state, log: reduceLog(state.log, action, logPlace(state, size)) } : state;
};

/** What the commands do while the phases have the arrows. */
export const updatePhases = (state: BuildState, command: CommandId | undefined, size: Size): Result => {
	switch (command) {
		case undefined:
			return { state };
		case 'move-up':
			return { state: moveStep(state, -1) };
		case 'move-down':
			return { state: moveStep(state, 1) };
		case 'activate':
			return { state: state.selected === undefined ? state : openLogOf(state, state.selected) };
		case 'show-log':
			return { state: openLogOf(state, undefined) };
		case 'next-pane':
			return { state: { ...state, focus: 'log' } };
		case 'follow':
			return { state: { ...inLog(state, command, size), selected: undefined } };
		case 'cancel-build':
			return { state: isCancelling(state) ? state : { ...state, dialog: openDialog } };
		case 'interrupt':
			return isCancelling(state) || !state.timeline
				? leave(state)
				: { state: { ...state, dialog: openDialog } };
		case 'close-or-quit':
			return leave(state);
		case 'back':
			return state.log.query === ''
				? { state, effects: [{ type: 'go-home' }] }
				: { state: { ...state, log: clearedSearch(state.log) } };
		default:
			return { state: inLog(state, command, size) };
	}
};

/** What the commands do while the log beside the phases has the arrows. */
export const updateLogPane = (state: BuildState, command: CommandId | undefined, size: Size): Result => {
	switch (command) {
		case undefined:
			return { state };
		case 'next-pane':
		case 'close-or-quit':
			return { state: { ...state, focus: 'phases' } };
		case 'back':
			return {
				state:
					state.log.query === ''
						? { ...state, focus: 'phases' }
						: { ...state, log: clearedSearch(state.log) },
			};
		default:
			return { state: inLog(state, command, size) };
	}
};
