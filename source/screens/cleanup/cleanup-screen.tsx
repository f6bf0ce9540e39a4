import type { ReactNode } from 'react';
import { menuAction } from '../../components/actions.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { line } from '../../components/line.ts';
import { updateMark } from '../../components/menu/menu-state.ts';
import type { FoundRemains } from '../../targets/aws/builds/remains/places.ts';
import { brokenOffText, removedText } from '../../targets/aws/flow/words/remains.ts';
import { interrupted } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import type { Effect, ScreenEvent, ScreenModule, Update, ViewProps } from '../state.ts';
import { cleanupLines } from './cleanup-lines.ts';
import { type CleanupEvent, type CleanupState, deedsNow, newCleanupState } from './cleanup-state.ts';

type Result = Update<CleanupState, CleanupEvent>;
type KeyEvent = Extract<ScreenEvent<CleanupEvent>, { type: 'key' }>;

const look = (id: string): Effect<CleanupEvent> => ({
	type: 'task',
	run: async ({ actions, emit, now, signal }) => {
		const found = await actions.findRemains({ id }, signal);
		emit({ type: 'found', found, now: now() });
	},
});

const remove = (found: FoundRemains): Effect<CleanupEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const { complaints } = await actions.removeRemains(
			found,
			removal => emit({ type: 'removed', removal }),
			signal,
		);
		emit({ type: 'over', complaints });
	},
});

/** What it did and what remains, for who leaves while it looks or deletes, or when it is over. */
const leavingLines = ({ id, found, removals, complaints }: CleanupState): readonly string[] => {
	if (removals !== undefined && complaints !== undefined) {
		return [removedText({ removals, complaints })];
	}

	return found === undefined || removals !== undefined
		? [brokenOffText(found, removals, `packer-wizard cleanup ${id}`)]
		: [];
};

const pressed = (state: CleanupState, { press, drawn }: KeyEvent): Result => {
	const deeds = deedsNow(state);
	const command = commandFor('cleanup', press);
	switch (command) {
		case undefined:
			return { state };
		case 'help':
			return { state, effects: [{ type: 'open', route: { at: 'help', context: 'cleanup' } }] };
		case 'interrupt':
			return { state, effects: [interrupted(leavingLines(state))] };
		case 'back':
		case 'close-or-quit':
			return { state, effects: [{ type: 'close' }] };
		case 'activate': {
			const deed = deeds[state.marked];
			if (deed?.id === 'leave') {
				return { state, effects: [{ type: 'close' }] };
			}

			return deed && drawn && state.found
				? { state: { ...state, removals: [] }, effects: [remove(state.found)] }
				: { state };
		}
		default: {
			const move = menuAction(command);
			return { state: move ? { ...state, marked: updateMark(deeds.length, state.marked, move) } : state };
		}
	}
};

const update = (state: CleanupState, event: ScreenEvent<CleanupEvent>): Result => {
	switch (event.type) {
		case 'key':
			return pressed(state, event);
		case 'found':
			return { state: { ...state, found: event.found, now: event.now } };
		case 'removed':
			return { state: { ...state, removals: [...(state.removals ?? []), event.removal] } };
		case 'over':
			return { state: { ...state, complaints: event.complaints, marked: 0 } };
		default:
			return { state };
	}
};

const View = ({ state, size }: ViewProps<CleanupState>): ReactNode => {
	const { x, y, width, height } = frameBody(size);
	const { lines, markedLine } = cleanupLines(state, width, height);
	return (
		<PaintedFrame
			size={size}
			header={[line(`What build ${state.id} left in AWS`, 'heading')]}
			footer={[footerLine('cleanup', width)]}
			caret={{ x, y: y + Math.min(markedLine, height - 1) }}
			rows={lines}
		/>
	);
};

/** Looks in AWS for what a build left. */
export const openCleanup = (id: string): Result => ({ state: newCleanupState(id), effects: [look(id)] });

/** What a build left in AWS: it is shown, and deleted after a yes. */
export const cleanupScreen: ScreenModule<CleanupState, CleanupEvent> = {
	update,
	context: () => 'cleanup',
	isBackground: ({ type }) => type === 'removed',
	View,
};
