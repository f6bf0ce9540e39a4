import { openDialog, updateDialog } from '../../components/dialog/dialog-state.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { oneRow, wrappedRows } from '../../components/log-pane/log-lines.ts';
import {
	type LogAction,
	type LogPlace,
	newLogState,
	reduceLog,
} from '../../components/log-pane/log-state.ts';
import { stopDeeds } from '../../flow/stopping.ts';
import { currentStep } from '../../flow/words/phases.ts';
import type { CommandId } from '../key-table.ts';
import { updateLog } from '../log/log-commands.ts';
import type { Size, Task, Update } from '../state.ts';
import { buildLayout } from './build-layout.ts';
import { type BuildEvent, type BuildState, isCancelling, outcomeOf, type ShownLog } from './build-state.ts';
import { shownLog } from './shown-log.ts';

type Result = Update<BuildState, BuildEvent>;

/** The place of the log beside the phases. */
export const logPlace = (state: BuildState, size: Size): LogPlace => ({
	log: shownLog(state, state.timeline),
	height: state.timeline ? buildLayout(state.timeline, size).logHeight : 1,
	rowsOf: oneRow,
});

/** The place of a log over the whole screen, whose lines are wrapped. */
const openLogPlace = (state: BuildState, { step }: ShownLog, size: Size): LogPlace => {
	const { width, height } = frameBody(size, 1, 2);
	return { log: shownLog(state, state.timeline), step, height, rowsOf: wrappedRows(width) };
};

/** What came of a search that went on in the log that has the keys. */
export const updateFound = (
	state: BuildState,
	found: Extract<LogAction, { readonly type: 'found' }>,
	size: Size,
): BuildState =>
	state.openLog
		? {
				...state,
				openLog: {
					...state.openLog,
					view: reduceLog(state.openLog.view, found, openLogPlace(state, state.openLog, size)),
				},
			}
		: { ...state, log: reduceLog(state.log, found, logPlace(state, size)) };

/** The log of a step, or of the whole build, over the whole screen. A step that is over is shown from its start. */
export const openLogOf = (state: BuildState, step: number | undefined): BuildState => {
	const status = step === undefined ? undefined : state.timeline?.steps[step]?.status;
	const over = status === 'done' || status === 'not-run';
	return { ...state, openLog: { step, view: { ...newLogState, top: over ? 0 : undefined } } };
};

const leavesLog = (command: CommandId): boolean =>
	command === 'back' || command === 'close-or-quit' || command === 'next-pane';

/** What the commands, and text for a search, do in the log that has the keys. */
export const updateShownLog = (
	state: BuildState,
	command: CommandId | undefined,
	text: string | undefined,
	size: Size,
): BuildState => {
	if (command === undefined) {
		return state;
	}

	const { openLog } = state;
	if (!openLog) {
		const log = updateLog(state.log, command, text, logPlace(state, size));
		return log ? { ...state, log } : leavesLog(command) ? { ...state, focus: 'phases' } : state;
	}

	const view = updateLog(openLog.view, command, text, openLogPlace(state, openLog, size));
	return view
		? { ...state, openLog: { ...openLog, view } }
		: leavesLog(command)
			? { ...state, openLog: undefined }
			: state;
};

/** Leaves the program; the build goes on. */
const leave = (state: BuildState): Result => ({
	state,
	effects: [{ type: 'exit', outcome: outcomeOf(state) }],
});

const cancelTask = (id: string): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		try {
			await actions.cancel(id);
		} catch (error) {
			// It can be asked for again.
			emit({ type: 'not-cancelled' });
			throw error;
		}
	},
});

const cancel = (state: BuildState): Result => ({
	state: { ...state, dialog: undefined, cancelAsked: true },
	effects: [cancelTask(state.id)],
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
			return {
				state: { ...state, dialog: updateDialog(dialog, { type: command }, stopDeeds('cleans').length) },
			};
		case 'back':
			return { state: { ...state, dialog: undefined } };
		case 'interrupt':
			return cancel(state);
		case 'activate':
			switch (stopDeeds('cleans')[dialog.selected]?.id) {
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
		case 'cancel-build':
			return { state: isCancelling(state) ? state : { ...state, dialog: openDialog } };
		case 'interrupt':
			// Before the journal is read the question waits for it: nobody who wants to stop leaves a build that goes on.
			return isCancelling(state) ? leave(state) : { state: { ...state, dialog: openDialog } };
		case 'close-or-quit':
			return leave(state);
		default: {
			const log = updateLog(state.log, command, undefined, logPlace(state, size));
			if (log) {
				return { state: { ...state, log, selected: command === 'follow' ? undefined : state.selected } };
			}

			return command === 'back' ? { state, effects: [{ type: 'go-home' }] } : { state };
		}
	}
};
