import { textFieldAction } from '../../components/actions.ts';
import {
	openTextField,
	type TextFieldAction,
	updateTextField,
} from '../../components/text-field/text-field-state.ts';
import { troubleRow } from '../../flow/home.ts';
import { answerAsking } from '../asking.ts';
import { interrupted, quit } from '../exits.ts';
import { commandFor } from '../keys.ts';
import type { CommonEvent, ScreenEvent, Size } from '../state.ts';
import { actOnRow, askAboutBuild, openRow } from './home-actions.ts';
import { isMoving, mark, moveMark } from './home-moves.ts';
import {
	type HomeEvent,
	type HomeState,
	type HomeUpdate,
	homeContext,
	lookAroundTask,
	markedRow,
	readHomeTask,
} from './home-state.ts';

/** With the search edited; undefined if none is open, or it is no edit. */
const searched = (
	state: HomeState,
	action: TextFieldAction | undefined,
	size: Size,
): HomeState | undefined =>
	state.search && action
		? mark({ ...state, search: updateTextField(state.search, action) }, undefined, size)
		: undefined;

const updateKey = (state: HomeState, event: Extract<CommonEvent, { type: 'key' }>): HomeUpdate => {
	const command = commandFor(homeContext(state), event.press);
	if (command === 'interrupt') {
		return { state, effects: [interrupted()] };
	}

	if (state.asking) {
		const { asking, effects } = answerAsking(state.asking, command, event.drawn);
		return { state: { ...state, asking }, effects };
	}

	switch (command) {
		case undefined:
			return { state };
		case 'activate':
			return openRow(state);
		case 'again':
		case 'edit':
		case 'delete':
			return actOnRow(state, command, event.drawn);
		case 'images':
			return { state, effects: [{ type: 'open', route: { at: 'images' } }] };
		case 'open-search':
			return { state: { ...state, search: openTextField(), message: undefined } };
		case 'back':
			// The search is the innermost thing; without one esc does nothing here, it never leaves the program.
			return { state: mark({ ...state, search: undefined }, markedRow(state)?.id, event.size) };
		case 'help':
			return { state, effects: [{ type: 'open', route: { at: 'help', context: 'home' } }] };
		case 'close-or-quit':
			return { state, effects: [quit()] };
		default: {
			const action = command.startsWith('move') ? undefined : textFieldAction(command, event.press.text);
			return { state: searched(state, action, event.size) ?? moveMark(state, command, event.size) };
		}
	}
};

/** Home is read again after so many milliseconds: how a build goes on is told, and that one was begun elsewhere. */
const readAgainAfter = { running: 2000, still: 5000 } as const;

/** The reducer of home. */
export const updateHome = (state: HomeState, event: ScreenEvent<HomeEvent>): HomeUpdate => {
	switch (event.type) {
		case 'home-read': {
			const { home, now } = event;
			const message = state.home ? state.message : home.warning;
			const loaded = { ...state, home, now, loaded: now, isReading: false, message };
			const effects = state.home ? [] : [lookAroundTask];
			return state.typedAhead.reduce<HomeUpdate>(
				(update, key) => {
					const next = updateKey(update.state, key);
					return { state: next.state, effects: [...(update.effects ?? []), ...(next.effects ?? [])] };
				},
				{ state: { ...loaded, typedAhead: [] }, effects },
			);
		}

		case 'to-delete':
			return { state: askAboutBuild(state, event.timeline) };
		case 'surroundings-read':
			return {
				state: {
					...state,
					surroundings: event.surroundings,
					message: state.message ?? troubleRow(event.surroundings),
				},
			};
		case 'key': {
			const command = commandFor('home', event.press);
			const isLeaving = command === 'interrupt' || command === 'close-or-quit';
			// What is shown already can be gone through, and its keys looked up, unless something else was meant before.
			const isEasy = state.painted !== undefined && (isMoving(command) || command === 'help');
			return state.home || isLeaving || (isEasy && state.typedAhead.length === 0)
				? updateKey(state, event)
				: { state: { ...state, typedAhead: [...state.typedAhead, event] } };
		}

		case 'paste':
			return { state: searched(state, { type: 'insert', text: event.text }, event.size) ?? state };
		case 'tick': {
			if (!state.home || state.isReading) {
				return { state };
			}

			const isRunning = state.home.builds.some(({ result }) => result === undefined);
			return event.now - state.loaded >= readAgainAfter[isRunning ? 'running' : 'still']
				? { state: { ...state, now: event.now, isReading: true }, effects: [readHomeTask] }
				: { state: isRunning ? { ...state, now: event.now } : state };
		}

		case 'resumed':
			return {
				state: { ...state, isReading: true, message: undefined },
				effects: [readHomeTask, lookAroundTask],
			};
	}
};
