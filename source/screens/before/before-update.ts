import type { Environment, Whereabouts } from '../../base/paths.ts';
import { menuAction, textFieldAction } from '../../components/actions.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import { scrolled } from '../../components/scroll-view/scrolled.ts';
import { openTextField, updateTextField } from '../../components/text-field/text-field-state.ts';
import {
	advanceChecklist,
	allChecks,
	type ChecklistEvent,
	type ChecklistUpdate,
	openChecklist,
} from '../../flow/checklist.ts';
import { type ChecklistPurpose, missingOf } from '../../flow/checks.ts';
import { type Leaving, leftBefore } from '../../flow/leaving.ts';
import { remedyRules } from '../../flow/remedies.ts';
import type { BuildRequest } from '../../flow/request.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import type { Outcome, ScreenEvent, Size, Update } from '../state.ts';
import { beforeLines } from './before-lines.ts';
import {
	type BeforeEvent,
	type BeforeState,
	beforeContext,
	isTyping,
	markedRemedy,
	offered,
} from './before-state.ts';
import { show, start, work } from './before-tasks.ts';

type Result = Update<BeforeState, BeforeEvent>;

/** Milliseconds after which it looks again by itself while something is missing. */
const lookAgainAfter = 3000;

/** The same where the account says that something is missing: it is asked by many calls. */
const askAgainAfter = 20_000;

/** Lines of a remedy that works which are kept: the last ones are shown. */
const saidLines = 4;

const outcomeOf = ({ list }: BeforeState, how: Leaving, environment: Environment, id?: string): Outcome => {
	const { refused } = list;
	const known = { checks: allChecks(list), refused };
	const { exitCode, lines } = leftBefore(list.request, how, environment, known, id);
	return { exitCode, summaryLines: lines };
};

/** How it ends when it is broken off; what became of a build that was being started is told by that. */
export const brokenOff = (state: BeforeState, { environment }: Whereabouts): Outcome => {
	const outcome = outcomeOf(state, 'interrupted', environment);
	return state.list.busy?.with === 'start' ? { ...outcome, summaryLines: [] } : outcome;
};

/** Does what the checklist asks for. */
const follow = (before: BeforeState, { list, step }: ChecklistUpdate, environment: Environment): Result => {
	const state = { ...before, list };
	switch (step?.to) {
		case undefined:
			return { state };
		case 'look':
		case 'account':
			return { state, effects: [work(step, list)] };
		case 'ask':
			return { state: { ...state, field: openTextField(step.typed) } };
		case 'show':
			return { state, effects: [show(list.request, step.which)] };
		case 'remedy':
			return { state: { ...state, said: [] }, effects: [work(step, list)] };
		case 'start': {
			const controller = new AbortController();
			return {
				state: { ...state, stop: { type: 'task', run: () => controller.abort() } },
				effects: [start(list, controller.signal)],
			};
		}

		case 'stop':
			return { state, effects: state.stop ? [state.stop] : [] };
		case 'watch':
			return { state, effects: [{ type: 'replace', route: { at: 'build', id: step.id } }] };
		case 'back':
			return { state, effects: [{ type: 'close' }] };
		case 'leave':
			return {
				state,
				effects: [{ type: 'exit', outcome: outcomeOf(state, step.how, environment, step.id) }],
			};
	}
};

/** Looks at what a build needs, and starts it when nothing is missing, unless it is only to see. */
export const openBefore = (request: BuildRequest, purpose: ChecklistPurpose): Result => {
	const { list } = openChecklist(request, purpose);
	const field = openTextField();
	return {
		state: { list, said: [], stop: undefined, lookedAt: 0, now: 0, marked: undefined, top: 0, field },
		effects: [work({ to: 'look' }, list)],
	};
};

/** What a command comes to; undefined if it only changes what is typed, or which remedy is marked. */
const eventOf = (state: BeforeState, id: CommandId, drawn: boolean): ChecklistEvent | undefined => {
	const typed = isTyping(state) ? state.field.value : undefined;
	const remedy = markedRemedy(state);
	switch (id) {
		case 'activate':
			if (typed !== undefined) {
				return typed.trim() === '' ? undefined : { type: 'answered', answer: typed };
			}

			return remedy && (drawn || !remedyRules[remedy.id].isGrave) ? { type: 'chosen', remedy } : undefined;
		case 'back':
			return typed === undefined ? { type: 'left', how: 'back' } : { type: 'answered', answer: undefined };
		case 'again':
			return { type: 'again' };
		case 'close-or-quit':
			return { type: 'left', how: 'quit' };
		case 'interrupt':
			return { type: 'left', how: 'interrupted' };
		default:
			return undefined;
	}
};

const type = (state: BeforeState, id: CommandId, text: string | undefined): BeforeState => {
	const action = textFieldAction(id, text);
	return action ? { ...state, field: updateTextField(state.field, action) } : state;
};

const move = (state: BeforeState, id: CommandId, size: Size, whereabouts: Whereabouts): BeforeState => {
	const action = menuAction(id);
	const ids = offered(state).map(remedy => remedy.id);
	if (ids.length === 0) {
		const { width, height } = frameBody(size);
		const { length } = beforeLines(state, width, whereabouts).lines;
		return { ...state, top: scrolled(id, state.top, length, height) ?? state.top };
	}

	return action ? { ...state, marked: updateMenu(ids, markedRemedy(state)?.id, action) } : state;
};

/** The checklist after an event. */
export const updateBefore = (
	state: BeforeState,
	event: ScreenEvent<BeforeEvent>,
	whereabouts: Whereabouts,
): Result => {
	const { environment } = whereabouts;
	const advance = (before: BeforeState, known: ChecklistEvent): Result =>
		follow(before, advanceChecklist(before.list, known), environment);
	const typing = isTyping(state);
	switch (event.type) {
		case 'key': {
			const { press, drawn, size } = event;
			const context = beforeContext(state);
			const id = commandFor(context, press, typing && state.field.value !== '');
			if (id === 'help') {
				return { state, effects: [{ type: 'open', route: { at: 'help', context } }] };
			}

			const known = id && eventOf(state, id, drawn);
			if (known) {
				return advance(state, known);
			}

			return {
				state: id ? (typing ? type(state, id, press.text) : move(state, id, size, whereabouts)) : state,
			};
		}

		case 'paste':
			return { state: typing ? type(state, 'insert', event.text) : state };
		case 'tick': {
			const { checks = [], account = [] } = state.list;
			const ticked = { ...state, now: event.now };
			const since = event.now - state.lookedAt;
			if (missingOf(checks).length > 0 && since >= lookAgainAfter) {
				return advance(ticked, { type: 'again', only: 'machine' });
			}

			return missingOf(account).length > 0 && since >= askAgainAfter
				? advance(ticked, { type: 'again' })
				: { state: ticked };
		}

		case 'resumed':
			return { state };
		case 'said':
			return { state: { ...state, said: [...state.said, event.line].slice(-saidLines) } };
		case 'looked':
		case 'account-told':
			return advance({ ...state, lookedAt: state.now }, event);
		default:
			return advance(state, event);
	}
};
