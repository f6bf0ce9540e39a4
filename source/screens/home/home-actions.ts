import { newDraft } from '../../questions/engine.ts';
import type { Asking } from '../asking.ts';
import { askForDraft, openAsking, startAnew, updateAsking } from '../asking.ts';
import type { CommandId } from '../key-table.ts';
import { presetTask } from '../preset-tasks.ts';
import type { Effect, Task } from '../state.ts';
import { draftName } from './home-rows.ts';
import { type HomeEvent, type HomeState, type HomeUpdate, markedRow } from './home-state.ts';

/** Begins something that has answers of its own; asks first if those that were left would be lost. */
const beginAnswers = (state: HomeState, who: string, label: string, effect: Effect<never>): HomeUpdate => {
	const draft = state.home?.draft;
	const asking = askForDraft(draft, draft ? draftName(draft, state.now) : '', who, { label, effect });
	return asking ? { state: { ...state, asking } } : { state, effects: [effect] };
};

/** Enter on the marked row. */
export const openRow = (state: HomeState): HomeUpdate => {
	const target = markedRow(state)?.target;
	const draft = state.home?.draft;
	// Before home was read the questions can begin all the same.
	const fresh = state.home?.fresh ?? newDraft();
	switch (target?.kind) {
		case undefined:
			return { state };
		case 'continue':
			return { state, effects: draft ? [{ type: 'open', route: { at: 'wizard', draft } }] : [] };
		case 'rehearse':
			return beginAnswers(state, 'Another image', 'Start anew', startAnew(fresh, 'rehearsal'));
		case 'new':
			return beginAnswers(state, 'A new image', 'Start anew', startAnew(fresh, 'aws'));
		case 'preset':
			return {
				state,
				effects: [{ type: 'open', route: { at: 'preset', preset: target.preset, ...(draft && { draft }) } }],
			};
		case 'build': {
			const { id, broken } = target.build;
			return broken === undefined
				? { state, effects: [{ type: 'open', route: { at: 'build', id } }] }
				: { state: { ...state, message: `Build ${id} cannot be read. ${broken}` } };
		}
	}
};

/** `r`, `e` and `d`: on a preset. */
export const actOnPreset = (
	state: HomeState,
	command: 'again' | 'edit' | 'delete',
	drawn: boolean,
): HomeUpdate => {
	const say = (message: string): HomeUpdate => ({ state: { ...state, message } });
	const target = markedRow(state)?.target;
	if (target?.kind !== 'preset') {
		return say('r runs, e edits and d deletes a preset: mark one first.');
	}

	const { name, origin, broken } = target.preset;
	if (command === 'delete') {
		return origin === 'own'
			? { state: { ...state, asking: openAsking({ kind: 'delete-preset', preset: name }) } }
			: say(`${name} is not yours to delete: its file is not in your presets.`);
	}

	if (broken !== undefined) {
		return say(broken);
	}

	if (command === 'edit') {
		return beginAnswers(state, `Editing ${name}`, 'Edit it', presetTask(name, 'edit'));
	}

	// It spends: an r that was typed before the row could be seen is none.
	return { state, effects: drawn ? [presetTask(name, 'aws')] : [] };
};

const deletePreset = (preset: string): Task<HomeEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		await actions.deletePreset(preset);
		emit({ type: 'home-read', home: await actions.home(), now: Date.now() });
	},
});

/** What a command does while something is asked. */
export const answerAsking = (
	state: HomeState,
	open: Asking,
	command: CommandId | undefined,
	drawn: boolean,
): HomeUpdate => {
	const answered = updateAsking(open, command, drawn);
	const next = { ...state, asking: answered.asking };
	if (answered.asking) {
		return { state: next };
	}

	return answered.deletes === undefined
		? { state: next, effects: answered.effects }
		: { state: { ...next, isReading: true }, effects: [deletePreset(answered.deletes)] };
};
