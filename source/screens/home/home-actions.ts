import type { BuildMode } from '../../build/journal.ts';
import { openDialog, updateDialog } from '../../components/dialog/dialog-state.ts';
import { newDraft } from '../../questions/engine.ts';
import { interrupted } from '../exits.ts';
import type { CommandId } from '../key-table.ts';
import { presetTask } from '../preset-tasks.ts';
import { dialogOptions, type HomeDialog, type HomeState, type HomeUpdate, markedRow } from './home-state.ts';

const startAnew = (state: HomeState, mode: BuildMode): HomeUpdate => ({
	state: { ...state, dialog: undefined },
	effects: [{ type: 'open', route: { screen: 'wizard', draft: newDraft(), mode } }],
});

const resume = (state: HomeState): HomeUpdate => ({
	state: { ...state, dialog: undefined },
	effects: state.home?.draft ? [{ type: 'open', route: { screen: 'wizard', draft: state.home.draft } }] : [],
});

/** Enter on the marked row. */
export const openRow = (state: HomeState): HomeUpdate => {
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
export const actOnPreset = (
	state: HomeState,
	command: 'again' | 'edit' | 'delete',
	drawn: boolean,
): HomeUpdate => {
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

/** What a command does while something is asked. */
export const updateHomeDialog = (
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
