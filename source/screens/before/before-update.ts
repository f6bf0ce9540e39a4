import type { Whereabouts } from '../../base/paths.ts';
import { problemLines } from '../../base/problem.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import { openTextField, updateTextField } from '../../components/text-field/text-field-state.ts';
import { type Left, leftChecklist, leftStart, missingOf } from '../../flow/checklist.ts';
import { type Remedy, remedyRules } from '../../flow/remedies.ts';
import { menuAction, textFieldAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import type { Outcome, ScreenEvent, Update } from '../state.ts';
import {
	type BeforeEvent,
	type BeforeState,
	beforeContext,
	type Leaving,
	markedRemedy,
	offered,
} from './before-state.ts';
import { carryOut, look, show, start } from './before-tasks.ts';

type Result = Update<BeforeState, BeforeEvent>;

/** Milliseconds after which it looks again by itself while something is missing. */
const lookAgainAfter = 3000;

/** Lines of a remedy that works which are kept: the last ones are shown. */
const saidLines = 4;

const outcomeOf = (kind: 'quit' | 'interrupted', { exitCode, lines }: Left): Outcome => ({
	kind,
	exitCode,
	summaryLines: lines,
});

/** How it ends when it is broken off; what became of a build that was being started is told by that. */
export const brokenOff = ({ request, busy }: BeforeState, { environment }: Whereabouts): Outcome => {
	const left = leftStart(request, environment);
	return outcomeOf('interrupted', busy?.with === 'start' ? { ...left, lines: [] } : left);
};

const lookAgain = (state: BeforeState): Result => ({
	state: { ...state, busy: { with: 'look' }, refused: undefined },
	effects: [look(state.request)],
});

/** Goes on as soon as nothing is missing, unless somebody types, something goes on, or a start was refused. */
const goOn = (state: BeforeState): Result => {
	if (!state.checks || missingOf(state.checks).length > 0 || state.field || state.busy || state.refused) {
		return { state };
	}

	const task = start(state.request);
	return { state: { ...state, busy: { with: 'start', stop: task.stop } }, effects: [task.start] };
};

/** What became of the start: the build is watched; or one leaves, and is told what was begun. */
const started = (state: BeforeState, id: string | undefined, { environment }: Whereabouts): Result => {
	const leaving = state.busy?.with === 'start' ? state.busy.leaving : undefined;
	const after = { ...state, busy: undefined };
	if (leaving === 'quit' || leaving === 'interrupted') {
		return {
			state: after,
			effects: [{ type: 'exit', outcome: outcomeOf(leaving, leftStart(state.request, environment, id)) }],
		};
	}

	return {
		state: after,
		effects: [id === undefined ? { type: 'close' } : { type: 'replace', route: { at: 'build', id } }],
	};
};

/** Leaves at once, but not in the midst of a start: then as soon as it is clear whether it had begun. */
const leave = (state: BeforeState, leaving: Leaving, whereabouts: Whereabouts): Result => {
	const { request, checks, busy, refused } = state;
	if (busy?.with === 'start') {
		return busy.leaving
			? { state }
			: { state: { ...state, busy: { ...busy, leaving } }, effects: [busy.stop] };
	}

	return {
		state,
		effects: [
			leaving === 'back'
				? { type: 'close' }
				: {
						type: 'exit',
						outcome:
							leaving === 'quit'
								? outcomeOf(leaving, leftChecklist(request, checks, refused, whereabouts.environment))
								: brokenOff(state, whereabouts),
					},
		],
	};
};

const work = (state: BeforeState, remedy: Remedy, answer?: string): Result => ({
	state: {
		...state,
		field: undefined,
		complaint: undefined,
		busy: { with: 'remedy', id: remedy.id, said: [] },
	},
	effects: [carryOut(state.request, remedy, answer)],
});

const choose = (state: BeforeState, remedy: Remedy, drawn: boolean): Result => {
	const { isGrave, asks, shows } = remedyRules[remedy.id];
	if (isGrave && !drawn) {
		return { state };
	}

	if (asks) {
		return { state: { ...state, field: openTextField(), complaint: undefined } };
	}

	return shows ? { state, effects: [show(state.request, shows)] } : work(state, remedy);
};

const command = (state: BeforeState, id: CommandId, drawn: boolean, whereabouts: Whereabouts): Result => {
	const marked = markedRemedy(state);
	switch (id) {
		case 'activate':
			return marked && (!state.busy || state.busy.with === 'look') ? choose(state, marked, drawn) : { state };
		case 'again':
			return state.busy ? { state } : lookAgain(state);
		case 'back':
			return leave(state, 'back', whereabouts);
		case 'close-or-quit':
			return leave(state, 'quit', whereabouts);
		case 'interrupt':
			return leave(state, 'interrupted', whereabouts);
		default: {
			const action = menuAction(id);
			const ids = offered(state).map(remedy => remedy.id);
			return { state: action ? { ...state, marked: updateMenu(ids, marked?.id, action) } : state };
		}
	}
};

const inField = (
	state: BeforeState,
	id: CommandId,
	text: string | undefined,
	whereabouts: Whereabouts,
): Result => {
	const remedy = markedRemedy(state);
	if (!state.field || !remedy || id === 'back') {
		return { state: { ...state, field: undefined } };
	}

	if (id === 'interrupt') {
		return leave(state, 'interrupted', whereabouts);
	}

	if (id === 'activate') {
		return state.field.value.trim() === '' ? { state } : work(state, remedy, state.field.value);
	}

	const action = textFieldAction(id, text);
	return { state: action ? { ...state, field: updateTextField(state.field, action) } : state };
};

const key = (
	state: BeforeState,
	event: Extract<ScreenEvent<BeforeEvent>, { type: 'key' }>,
	whereabouts: Whereabouts,
): Result => {
	const context = beforeContext(state);
	const id = commandFor(context, event.press, state.field !== undefined && state.field.value !== '');
	if (id === undefined) {
		return { state };
	}

	if (id === 'help') {
		return { state, effects: [{ type: 'open', route: { at: 'help', context } }] };
	}

	return state.field
		? inField(state, id, event.press.text, whereabouts)
		: command(state, id, event.drawn, whereabouts);
};

const tick = (before: BeforeState, now: number): Result => {
	const state = { ...before, now };
	const isDue = missingOf(state.checks ?? []).length > 0 && now - state.checkedAt >= lookAgainAfter;
	return isDue && !state.busy && !state.field ? lookAgain(state) : { state };
};

/** The checklist after an event. */
export const updateBefore = (
	state: BeforeState,
	event: ScreenEvent<BeforeEvent>,
	whereabouts: Whereabouts,
): Result => {
	const { busy } = state;
	switch (event.type) {
		case 'key':
			return key(state, event, whereabouts);
		case 'paste':
			return state.field ? inField(state, 'insert', event.text, whereabouts) : { state };
		case 'tick':
			return tick(state, event.now);
		case 'resumed':
			return { state };
		case 'checked':
			return event.request === state.request
				? goOn({
						...state,
						checks: event.checks,
						checkedAt: state.now,
						busy: busy?.with === 'look' ? undefined : busy,
					})
				: { state };
		case 'said':
			return busy?.with === 'remedy'
				? { state: { ...state, busy: { ...busy, said: [...busy.said, event.line].slice(-saidLines) } } }
				: { state };
		case 'remedied':
			return lookAgain({ ...state, request: event.request });
		case 'not-remedied':
			return busy?.with === 'remedy'
				? {
						state: {
							...state,
							busy: undefined,
							complaint: { id: busy.id, lines: problemLines(event.problem, whereabouts.environment) },
						},
					}
				: { state };
		case 'started':
			return started(state, event.id, whereabouts);
		case 'not-started':
			return { state: { ...state, busy: undefined, refused: event.problem } };
	}
};
