import type { Home } from '../../actions/actions.ts';
import type { BuildMode } from '../../build/journal.ts';
import {
	type DialogOption,
	type DialogState,
	openDialog,
	updateDialog,
} from '../../components/dialog/dialog-state.ts';
import { frameBody } from '../../components/frame/frame.tsx';
import { blank } from '../../components/row.tsx';
import {
	openTextField,
	type TextFieldState,
	updateTextField,
} from '../../components/text-field/text-field-state.ts';
import { newDraft } from '../../questions/engine.ts';
import { textFieldAction } from '../component-actions.ts';
import { interrupted, quit } from '../exits.ts';
import type { CommandId, KeyContext } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import { presetTask } from '../preset-tasks.ts';
import type { CommonEvent, Effect, ScreenEvent, Size, Update } from '../state.ts';
import { type HomeOffsets, homeBody } from './home-body.ts';
import { type HomeRow, type HomeRows, homeRows, searchRows } from './home-rows.ts';

/** What is asked before something is lost. */
export type HomeDialog = {
	readonly ask:
		| { readonly kind: 'start-anew'; readonly mode: BuildMode }
		| { readonly kind: 'delete'; readonly preset: string };
	readonly dialog: DialogState;
};

export type HomeState = {
	/** Undefined until it was read. */
	readonly home: Home | undefined;
	/** Times in milliseconds since 1970: now, and when home was read. */
	readonly now: number;
	readonly loaded: number;
	/** Whether it is being read again. */
	readonly isReading: boolean;
	/** Id of the marked row; the first one if there is none. */
	readonly marked: string | undefined;
	readonly offsets: HomeOffsets;
	/** What is searched while the search is open. */
	readonly search: TextFieldState | undefined;
	readonly dialog: HomeDialog | undefined;
	/** What the last key could not do, one sentence. */
	readonly message: string | undefined;
	/** Keys that came before there was anything to act on. */
	readonly typedAhead: readonly Extract<CommonEvent, { type: 'key' }>[];
};

export type HomeEvent = { readonly type: 'home-read'; readonly home: Home; readonly now: number };

type HomeUpdate = Update<HomeState, HomeEvent>;

const read: Effect<HomeEvent> = {
	type: 'task',
	run: async ({ actions, emit }) => {
		emit({ type: 'home-read', home: await actions.home(), now: Date.now() });
	},
};

export const openHome = (): HomeUpdate => ({
	state: {
		home: undefined,
		now: 0,
		loaded: 0,
		isReading: true,
		marked: undefined,
		offsets: { presets: 0, builds: 0 },
		search: undefined,
		dialog: undefined,
		message: undefined,
		typedAhead: [],
	},
	effects: [read],
});

const noRows: HomeRows = { actions: [], presets: [], builds: [] };

export const allRows = ({ home, now, loaded }: HomeState): HomeRows =>
	home ? homeRows(home, now, loaded) : noRows;

/** The rows that match the search. */
export const shownRows = (state: HomeState): HomeRows =>
	state.search ? searchRows(allRows(state), state.search.value) : allRows(state);

const inOrder = ({ actions, presets, builds }: HomeRows): readonly HomeRow[] => [
	...actions,
	...presets,
	...builds,
];

/** The row on which keys act. */
export const markedRow = (state: HomeState): HomeRow | undefined => {
	const rows = inOrder(shownRows(state));
	return rows.find(row => row.id === state.marked) ?? rows[0];
};

export const homeContext = (state: HomeState): KeyContext =>
	state.dialog ? 'dialog' : state.search ? 'home-search' : 'home';

/** The choices of the dialog, the safe one first. */
export const dialogOptions = ({ ask }: HomeDialog): readonly DialogOption[] =>
	ask.kind === 'delete'
		? [
				{ value: 'no', label: 'Keep it' },
				{ value: 'yes', label: 'Delete it' },
			]
		: [
				{ value: 'no', label: 'Continue those' },
				{ value: 'yes', label: 'Start anew' },
			];

const mark = (state: HomeState, marked: string | undefined, size: Size): HomeState => {
	const moved = { ...state, marked, message: undefined };
	const { offsets } = homeBody(
		{ all: allRows(moved), shown: shownRows(moved), marked, offsets: state.offsets, last: blank },
		frameBody(size),
	);
	return { ...moved, offsets };
};

const move = (state: HomeState, command: CommandId, size: Size): HomeState => {
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

const startAnew = (state: HomeState, mode: BuildMode): HomeUpdate => ({
	state: { ...state, dialog: undefined },
	effects: [{ type: 'open', route: { screen: 'wizard', draft: newDraft(), mode } }],
});

const resume = (state: HomeState): HomeUpdate => ({
	state: { ...state, dialog: undefined },
	effects: state.home?.draft ? [{ type: 'open', route: { screen: 'wizard', draft: state.home.draft } }] : [],
});

const openRow = (state: HomeState): HomeUpdate => {
	const target = markedRow(state)?.target;
	switch (target?.kind) {
		case undefined:
			return { state };
		case 'continue':
			return resume(state);
		case 'rehearse':
		case 'new': {
			const mode = target.kind === 'new' ? 'aws' : 'rehearsal';
			return (state.home?.draft?.answered.length ?? 0) > 0
				? { state: { ...state, dialog: { ask: { kind: 'start-anew', mode }, dialog: openDialog } } }
				: startAnew(state, mode);
		}
		case 'preset':
			return { state, effects: [{ type: 'open', route: { screen: 'preset', preset: target.preset } }] };
		case 'build':
			return { state, effects: [{ type: 'open', route: { screen: 'build', id: target.build.id } }] };
	}
};

/** `r`, `e` and `d`: on a preset. */
const actOnPreset = (state: HomeState, command: 'again' | 'edit' | 'delete', drawn: boolean): HomeUpdate => {
	const target = markedRow(state)?.target;
	if (target?.kind !== 'preset') {
		return { state: { ...state, message: 'r runs, e edits and d deletes a preset: mark one first.' } };
	}

	const { preset } = target;
	if (command === 'delete') {
		return preset.origin === 'own'
			? { state: { ...state, dialog: { ask: { kind: 'delete', preset: preset.name }, dialog: openDialog } } }
			: {
					state: {
						...state,
						message: `${preset.name} is not yours to delete: its file is not in your presets.`,
					},
				};
	}

	if (preset.broken !== undefined) {
		return { state: { ...state, message: preset.broken } };
	}

	return drawn || command === 'edit'
		? { state, effects: [presetTask(preset.name, command === 'edit' ? 'edit' : 'aws')] }
		: { state };
};

const updateDialogKey = (
	state: HomeState,
	open: HomeDialog,
	command: CommandId | undefined,
	drawn: boolean,
): HomeUpdate => {
	const options = dialogOptions(open);
	switch (command) {
		case 'move-left':
		case 'move-right':
			return {
				state: {
					...state,
					dialog: { ...open, dialog: updateDialog(open.dialog, { type: command }, options.length) },
				},
			};
		case 'back':
			return { state: { ...state, dialog: undefined } };
		case 'interrupt':
			return { state, effects: [interrupted()] };
		case 'activate': {
			const isYes = options[open.dialog.selected]?.value === 'yes';
			const { ask } = open;
			if (ask.kind === 'start-anew') {
				return isYes ? startAnew(state, ask.mode) : resume(state);
			}

			if (isYes && !drawn) {
				return { state };
			}

			const closed = { ...state, dialog: undefined };
			return isYes
				? {
						state: { ...closed, isReading: true },
						effects: [
							{
								type: 'task',
								run: async ({ actions, emit }) => {
									await actions.deletePreset(ask.preset);
									emit({ type: 'home-read', home: await actions.home(), now: Date.now() });
								},
							},
						],
					}
				: { state: closed };
		}
		default:
			return { state };
	}
};

const updateKey = (state: HomeState, event: Extract<CommonEvent, { type: 'key' }>): HomeUpdate => {
	const command = commandFor(homeContext(state), event.press);
	if (state.dialog) {
		return updateDialogKey(state, state.dialog, command, event.drawn);
	}

	switch (command) {
		case undefined:
			return { state };
		case 'activate':
			return openRow(state);
		case 'again':
		case 'edit':
		case 'delete':
			return actOnPreset(state, command, event.drawn);
		case 'open-search':
			return { state: { ...state, search: openTextField(), message: undefined } };
		case 'back':
			// The search is the innermost thing; without one esc does nothing here, it never leaves the program.
			return { state: mark({ ...state, search: undefined }, markedRow(state)?.id, event.size) };
		case 'help':
			return { state, effects: [{ type: 'open', route: { screen: 'help', context: 'home' } }] };
		case 'close-or-quit':
			return { state, effects: [quit()] };
		case 'interrupt':
			return { state, effects: [interrupted()] };
		default: {
			const action = state.search && textFieldAction(command, event.press.text);
			return state.search && action && !command.startsWith('move')
				? { state: mark({ ...state, search: updateTextField(state.search, action) }, undefined, event.size) }
				: { state: move(state, command, event.size) };
		}
	}
};

const readAgainAfter = 2000;

export const updateHome = (state: HomeState, event: ScreenEvent<HomeEvent>): HomeUpdate => {
	switch (event.type) {
		case 'home-read': {
			const loaded = { ...state, home: event.home, now: event.now, loaded: event.now, isReading: false };
			return state.typedAhead.reduce<HomeUpdate>(
				(update, key) => {
					const next = updateKey(update.state, key);
					return { state: next.state, effects: [...(update.effects ?? []), ...(next.effects ?? [])] };
				},
				{ state: { ...loaded, typedAhead: [] } },
			);
		}

		case 'key': {
			const command = commandFor('home', event.press);
			const isLeaving = command === 'interrupt' || command === 'close-or-quit';
			return state.home || isLeaving
				? updateKey(state, event)
				: { state: { ...state, typedAhead: [...state.typedAhead, event] } };
		}

		case 'paste':
			return state.search
				? {
						state: mark(
							{ ...state, search: updateTextField(state.search, { type: 'insert', text: event.text }) },
							undefined,
							event.size,
						),
					}
				: { state };
		case 'tick': {
			const isRunning = state.home?.builds.some(({ result }) => result === undefined) ?? false;
			if (!isRunning || state.isReading) {
				return { state };
			}

			return event.now - state.loaded >= readAgainAfter
				? { state: { ...state, now: event.now, isReading: true }, effects: [read] }
				: { state: { ...state, now: event.now } };
		}

		case 'resumed':
			return { state: { ...state, isReading: true }, effects: [read] };
	}
};
