import type { Timeline } from '../../builds/timeline/timeline.ts';
import { afterDeed } from '../../flow/ended.ts';
import type { PresetDeed } from '../../flow/presets.ts';
import { begun, continued } from '../../flow/route.ts';
import type { BuildRow } from '../../flow/rows.ts';
import { brokenText } from '../../flow/words/build-rows.ts';
import { newDraft } from '../../questions/draft.ts';
import { askToDelete } from '../build-tasks.ts';
import { type Begun, beginAnswers, beginDeed } from '../preset-tasks.ts';
import type { Task } from '../state.ts';
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
			return { state, effects: left ? [{ type: 'open', route: continued(left) }] : [] };
		case 'new': {
			const { mode } = target;
			// Before home was read the questions can begin all the same.
			const route = begun(home?.fresh ?? newDraft(), mode, left);
			return withBegun(state, beginAnswers(left, { kind: 'new', mode }, now, [{ type: 'open', route }]));
		}

		case 'import': {
			const { mode } = home?.fresh ?? newDraft();
			const route = { at: 'import', mode, left } as const;
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
				: { state: { ...state, message: brokenText(target.build) } };
		}
	}
};

const deeds: Readonly<Record<'again' | 'edit' | 'delete', PresetDeed['id']>> = {
	again: 'aws',
	edit: 'edit',
	delete: 'delete',
};

/** `r`, `e` and `d` on a build: as at its end. */
const actOnBuild = (state: HomeState, build: BuildRow, command: keyof typeof deeds): HomeUpdate => {
	const { id, result, broken } = build;
	const message =
		broken === undefined
			? result === undefined
				? `Build ${id} still runs: enter opens it.`
				: undefined
			: brokenText(build);
	const task: Task<HomeEvent> = {
		type: 'task',
		run: async ({ actions, emit, move }) => {
			const timeline = await actions.look(id);
			if (command === 'delete') {
				emit({ type: 'to-delete', timeline });
				return;
			}

			const next = afterDeed(timeline, command);
			if (typeof next !== 'string') {
				move({ type: 'open', route: next });
			}
		},
	};
	return message === undefined ? { state, effects: [task] } : { state: { ...state, message } };
};

/** Asks before a build is deleted that was read for it. */
export const askAboutBuild = (state: HomeState, timeline: Timeline): HomeState => ({
	...state,
	asking: askToDelete(timeline, readHomeTask.run),
});

/** `r`, `e` and `d`: on a preset or a build. */
export const actOnRow = (state: HomeState, command: keyof typeof deeds, drawn: boolean): HomeUpdate => {
	const target = markedRow(state)?.target;
	if (target?.kind === 'build') {
		return actOnBuild(state, target.build, command);
	}

	if (target?.kind !== 'preset') {
		const message = 'r runs, e edits and d deletes a preset or a build: mark one first.';
		return { state: { ...state, message } };
	}

	const { now, home } = state;
	const around = { left: home?.draft, now, drawn, deleted: readHomeTask.run };
	return withBegun(state, beginDeed(target.preset, deeds[command], around));
};
