import { exitCodes } from '../../base/problem.ts';
import { stoppedText } from '../../flow/words/start.ts';
import type { CommandId } from '../key-table.ts';
import type { Update } from '../state.ts';
import {
	type BeforeEvent,
	type BeforeState,
	type Leaving,
	missingCount,
	type Starting,
} from './before-state.ts';
import { start } from './before-tasks.ts';

type Result = Update<BeforeState, BeforeEvent>;

/** Goes on as soon as nothing is missing, unless somebody types or a start was refused. */
export const goOn = (state: BeforeState): Result => {
	if (missingCount(state) !== 0 || state.field || state.working || state.starting || state.refused) {
		return { state };
	}

	const task = start(state.request);
	return {
		state: { ...state, starting: { stop: task.stop, leaving: undefined } },
		effects: [task.start],
	};
};

/** Leaves while the build is being started: once it is clear whether it had begun. */
export const stop = (state: BeforeState, starting: Starting, leaving: Leaving): Result =>
	starting.leaving
		? { state }
		: { state: { ...state, starting: { ...starting, leaving } }, effects: [starting.stop] };

/** What became of the start: the build is watched; or one leaves, and is told what was begun. */
export const started = (state: BeforeState, id: string | undefined): Result => {
	const leaving = state.starting?.leaving;
	const { name } = state.request.decisions.recipe;
	const after = { ...state, starting: undefined };
	if (leaving === 'quit' || leaving === 'interrupt') {
		const kind = leaving === 'quit' ? 'quit' : 'interrupted';
		const outcome = { kind, exitCode: exitCodes.cancelled, summaryLines: [stoppedText(name, id)] } as const;
		return { state: after, effects: [{ type: 'exit', outcome }] };
	}

	return {
		state: after,
		effects: [id === undefined ? { type: 'close' } : { type: 'replace', route: { at: 'build', id } }],
	};
};

/** What each command means while the build is being started. */
export const leavings: Partial<Record<CommandId, Leaving>> = {
	back: 'back',
	'close-or-quit': 'quit',
	interrupt: 'interrupt',
};
