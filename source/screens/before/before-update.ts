import { exitCodes } from '../../base/problem.ts';
import { openTextField, updateTextField } from '../../components/text-field/text-field-state.ts';
import type { Remedy } from '../../flow/checks.ts';
import { stoppedText } from '../../flow/words/start.ts';
import { textFieldAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import type { Effect, Outcome, ScreenEvent, Update } from '../state.ts';
import { goOn, leavings, started, stop } from './before-start.ts';
import {
	type BeforeEvent,
	type BeforeState,
	beforeContext,
	markedIndex,
	missingCount,
	type RemedyRow,
	remedyRows,
} from './before-state.ts';
import { carryOut, check, showDifference, showForeign } from './before-tasks.ts';

type Result = Update<BeforeState, BeforeEvent>;

/** Milliseconds after which it looks again by itself while something is missing. */
const lookAgainAfter = 3000;

/** Lines of a remedy that works which are kept: the last ones are shown. */
const saidLines = 4;

/** Remedies that load, install, overwrite or spend something: an enter that was typed before they were drawn does nothing. */
const weighty: ReadonlySet<Remedy['id']> = new Set([
	'get-packer',
	'package-manager',
	'get-plugin',
	'overwrite-files',
	'trust',
	'confirm-account',
]);

const lookAgain = (state: BeforeState): Result => ({
	state: { ...state, checking: true, refused: undefined },
	effects: [check(state.request)],
});

/** How it ends when it is broken off; what became of a build that was being started is told by that. */
export const interruptedOutcome = ({ request, starting }: BeforeState): Outcome => ({
	kind: 'interrupted',
	exitCode: exitCodes.cancelled,
	summaryLines: starting ? [] : [stoppedText(request.decisions.recipe.name, undefined)],
});

const leave = (state: BeforeState, interrupted: boolean): Effect<BeforeEvent> => {
	const missing = (state.checks ?? []).filter(({ status }) => status === 'missing');
	const { name } = state.request.decisions.recipe;
	return {
		type: 'exit',
		outcome: interrupted
			? interruptedOutcome(state)
			: {
					kind: 'quit',
					exitCode: missing.length === 0 ? exitCodes.done : exitCodes.missing,
					summaryLines:
						missing.length === 0
							? []
							: [`${name} was not built.`, ...missing.map(({ title, detail }) => `  ${title}: ${detail}`)],
				},
	};
};

const work = (state: BeforeState, row: RemedyRow, answer: string | undefined): Result => ({
	state: {
		...state,
		field: undefined,
		complaint: undefined,
		working: { check: row.check.id, remedy: row.remedy.id, said: [] },
	},
	effects: [carryOut(state.request, row.remedy, answer)],
});

const choose = (state: BeforeState, row: RemedyRow, drawn: boolean): Result => {
	const { remedy } = row;
	if (weighty.has(remedy.id) && !drawn) {
		return { state };
	}

	if (remedy.asks) {
		return { state: { ...state, field: openTextField(), complaint: undefined } };
	}

	switch (remedy.id) {
		case 'show-difference':
			return { state, effects: [showDifference(state.request)] };
		case 'show-foreign':
			return { state, effects: [showForeign(state.request)] };
		case 'how-to':
			return lookAgain(state);
		default:
			return work(state, row, undefined);
	}
};

const marked = (state: BeforeState, to: number): BeforeState => {
	const rows = remedyRows(state);
	const row = rows[Math.min(Math.max(0, to), rows.length - 1)];
	return row ? { ...state, marked: { check: row.check.id, remedy: row.remedy.id } } : state;
};

const command = (state: BeforeState, id: CommandId | undefined, drawn: boolean): Result => {
	const at = markedIndex(state);
	const leaving = id && leavings[id];
	if (state.starting && leaving) {
		return stop(state, state.starting, leaving);
	}

	switch (id) {
		case 'move-up':
			return { state: marked(state, at - 1) };
		case 'move-down':
			return { state: marked(state, at + 1) };
		case 'move-to-start':
		case 'page-up':
			return { state: marked(state, 0) };
		case 'move-to-end':
		case 'page-down':
			return { state: marked(state, Number.POSITIVE_INFINITY) };
		case 'activate': {
			const row = remedyRows(state)[at];
			return row && !state.working && !state.starting ? choose(state, row, drawn) : { state };
		}
		case 'again':
			return state.checking || state.working || state.starting ? { state } : lookAgain(state);
		case 'back':
			return { state, effects: [{ type: 'close' }] };
		case 'close-or-quit':
		case 'interrupt':
			return { state, effects: [leave(state, id === 'interrupt')] };
		default:
			return { state };
	}
};

const inField = (state: BeforeState, id: CommandId | undefined, text: string | undefined): Result => {
	const row = remedyRows(state)[markedIndex(state)];
	if (!state.field || !row || id === 'back') {
		return { state: { ...state, field: undefined } };
	}

	if (id === 'interrupt') {
		return { state, effects: [leave(state, true)] };
	}

	if (id === 'activate') {
		return state.field.value.trim() === '' ? { state } : work(state, row, state.field.value);
	}

	const action = id && textFieldAction(id, text);
	return { state: action ? { ...state, field: updateTextField(state.field, action) } : state };
};

const key = (state: BeforeState, event: Extract<ScreenEvent<BeforeEvent>, { type: 'key' }>): Result => {
	const context = beforeContext(state);
	const id = commandFor(context, event.press, state.field !== undefined && state.field.value !== '');
	if (id === 'help') {
		return { state, effects: [{ type: 'open', route: { at: 'help', context } }] };
	}

	return state.field ? inField(state, id, event.press.text) : command(state, id, event.drawn);
};

const tick = (state: BeforeState, now: number): Result => {
	const missing = missingCount(state) ?? 0;
	const busy = state.checking || state.working || state.starting || state.field;
	const due = missing > 0 && now - state.checkedAt >= lookAgainAfter;
	const ticked = { ...state, now };
	return due && !busy
		? { state: { ...ticked, checking: true }, effects: [check(state.request)] }
		: { state: ticked };
};

/** The checklist after an event. */
export const updateBefore = (state: BeforeState, event: ScreenEvent<BeforeEvent>): Result => {
	switch (event.type) {
		case 'key':
			return key(state, event);
		case 'paste':
			return state.field ? inField(state, 'insert', event.text) : { state };
		case 'tick':
			return tick(state, event.now);
		case 'resumed':
			return { state };
		case 'checked':
			return goOn({ ...state, checks: event.checks, checking: false, checkedAt: state.now });
		case 'said':
			return state.working
				? {
						state: {
							...state,
							working: { ...state.working, said: [...state.working.said, event.line].slice(-saidLines) },
						},
					}
				: { state };
		case 'remedied':
			return lookAgain({ ...state, request: event.request, working: undefined });
		case 'not-remedied':
			return {
				state: {
					...state,
					working: undefined,
					complaint: state.working && { ...state.working, lines: event.lines },
				},
			};
		case 'started':
			return started(state, event.id);
		case 'stopped':
			return started(state, undefined);
		case 'not-started':
			return state.starting?.leaving
				? started(state, undefined)
				: { state: { ...state, starting: undefined, refused: event.lines } };
	}
};
