import type { PresetDeed } from '../../flow/presets.ts';
import { begun, continued } from '../../flow/route.ts';
import { newDraft } from '../../questions/engine.ts';
import { type Begun, beginAnswers, beginDeed } from '../preset-tasks.ts';
import { type HomeEvent, type HomeState, type HomeUpdate, markedRow, readHomeTask } from './home-state.ts';

const withBegun = (state: HomeState, begun: Begun<HomeEvent>): HomeUpdate =>
	'effects' in begun ? { state, effects: begun.effects } : { state: { ...state, ...begun } };

/** Enter on the marked row. */
export const openRow = (state: HomeState): HomeUpdate => {
	const { home, now } = state;
	const target = markedRow(state)?.target;
	const left = home?.draft;
	switch (target?.kind) {
		case undefined:
			return { state };
		case 'continue':
			return { state, effects: [{ type: 'open', route: continued(target.draft) }] };
		case 'new': {
			const { mode } = target;
			// Before home was read the questions can begin all the same.
			const route = begun(home?.fresh ?? newDraft(), mode, left);
			return withBegun(state, beginAnswers(left, { kind: 'new', mode }, now, [{ type: 'open', route }]));
		}

		case 'preset': {
			const { preset } = target;
			return {
				state,
				effects: [{ type: 'open', route: { at: 'preset', preset, ...(left && { draft: left }) } }],
			};
		}

		case 'build': {
			const { id, broken } = target.build;
			return broken === undefined
				? { state, effects: [{ type: 'open', route: { at: 'build', id } }] }
				: { state: { ...state, message: `Build ${id} cannot be read. ${broken}` } };
		}
	}
};

const deeds: Readonly<Record<'again' | 'edit' | 'delete', PresetDeed['id']>> = {
	again: 'aws',
	edit: 'edit',
	delete: 'delete',
};

/** `r`, `e` and `d`: on a preset. */
export const actOnPreset = (state: HomeState, command: keyof typeof deeds, drawn: boolean): HomeUpdate => {
	const target = markedRow(state)?.target;
	if (target?.kind !== 'preset') {
		return { state: { ...state, message: 'r runs, e edits and d deletes a preset: mark one first.' } };
	}

	const { now, home } = state;
	const around = { left: home?.draft, now, drawn, deleted: readHomeTask.run };
	return withBegun(state, beginDeed(target.preset, deeds[command], around));
};
