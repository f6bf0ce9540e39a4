import { summaryLines } from '../../builds/report/summary.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { menuAction } from '../../components/actions.ts';
import { updateMark } from '../../components/menu/menu-state.ts';
import { afterDeed, type EndedDeed, type EndedDeedId, endedDeeds } from '../../flow/ended.ts';
import { missingCopies } from '../../targets/aws/builds/report/copies.ts';
import { askToDelete, compareTask, contentsTask } from '../build-tasks.ts';
import type { CommandId } from '../key-table.ts';
import type { Effect, Update } from '../state.ts';
import { type BuildEvent, type BuildState, outcomeOf } from './build-state.ts';
import { openLogOf } from './running.ts';

type Result = Update<BuildState, BuildEvent>;

/** The rows that stand there when the build is over. */
export const endedRows = ({ savedAs }: BuildState, timeline: Timeline): readonly EndedDeed[] =>
	endedDeeds(timeline, savedAs).filter(({ byKey }) => !byKey);

const act = (state: BuildState, timeline: Timeline, id: EndedDeedId): Result => {
	const { recipe } = timeline.header;
	const outcome = outcomeOf(state);
	const next = afterDeed(timeline, id);
	switch (next) {
		case 'finish':
			return { state, effects: [{ type: 'exit', outcome }] };
		case 'clean-up':
			return { state, effects: [{ type: 'open', route: { at: 'cleanup', id: state.id } }] };
		case 'image':
			return { state, effects: [{ type: 'open', route: { at: 'image', timeline } }] };
		case 'copy':
			// Once is enough.
			return state.copied === copying
				? { state }
				: { state: { ...state, copied: copying }, effects: [copyTask(timeline)] };
		case 'log':
			return { state: openLogOf(state, undefined) };
		case 'contents':
			return { state, effects: [contentsTask(state.id)] };
		case 'compare':
			return { state, effects: [compareTask(state.id)] };
		case 'delete':
			return {
				state: { ...state, asking: askToDelete(timeline, ({ move }) => move({ type: 'go-home' })) },
			};
		case 'save': {
			const route = { at: 'save-preset', kept: { recipe }, name: recipe.name, ended: outcome } as const;
			return { state, effects: [{ type: 'open', route }] };
		}
		default:
			return {
				state,
				// Above it: a step back leads here again.
				effects: [next.at === 'home' ? { type: 'go-home' } : { type: 'open', route: next }],
			};
	}
};

/** What the keys of deeds do, also of those that have no row. */
const deedKeys: Readonly<Partial<Record<CommandId, EndedDeedId>>> = {
	'show-log': 'log',
	again: 'again',
	edit: 'edit',
	contents: 'contents',
	compare: 'compare',
	delete: 'delete',
	'save-preset': 'save',
	back: 'home',
	'close-or-quit': 'finish',
	interrupt: 'finish',
};

/** What is told while copies are made. */
const copying = 'copying …';

/** Copies the image to where it is missing, and shows what AWS has begun, so that leaving says it, and what came of it. */
const copyTask = (timeline: Timeline): Effect<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const { id } = timeline.header;
		const show = async (type: 'looked' | 'image-copied'): Promise<void> => {
			const now = await actions.look(id);
			emit({ type, timeline: now, summary: actions.summary(now) });
		};
		let looks: Promise<unknown> = Promise.resolve();
		const look = (): void => {
			// What is wrong with a look, the last one says.
			looks = looks.then(() => show('looked')).catch(() => undefined);
		};
		try {
			await actions.copyImage(id, missingCopies(timeline), look, signal);
		} finally {
			await looks;
			await show('image-copied');
		}
	},
});

/** Copies what happened, for whoever is asked about it. */
const copy = ({ summary }: BuildState): Effect<BuildEvent> => ({
	type: 'task',
	run: ({ actions, emit }) =>
		emit({ type: 'copied', done: actions.copyToClipboard(summary ? summaryLines(summary).join('\n') : '') }),
});

/** What the commands do when the build is over. */
export const updateEnded = (
	state: BuildState,
	timeline: Timeline,
	command: CommandId | undefined,
	drawn: boolean,
): Result => {
	const rows = endedRows(state, timeline);
	switch (command) {
		case undefined:
			return { state };
		case 'copy':
			return { state, effects: [copy(state)] };
		default: {
			const move = menuAction(command);
			if (move) {
				return { state: { ...state, marked: updateMark(rows.length, state.marked, move) } };
			}

			const key = deedKeys[command];
			const deed =
				command === 'activate'
					? rows[state.marked]
					: endedDeeds(timeline, state.savedAs).find(({ id }) => id === key);
			return deed && (drawn || !deed.isGrave) ? act(state, timeline, deed.id) : { state };
		}
	}
};
