import type { Whereabouts } from '../../base/paths.ts';
import type { BuildMode, BuildResult, JournalHeader } from '../../builds/journal/journal.ts';
import { endingExitCode } from '../../builds/report/ending.ts';
import { summaryLines } from '../../builds/report/summary.ts';
import { summaryOptions } from '../../builds/report/summary-options.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { buildRoute } from '../../flow/route.ts';
import { draftAtReview } from '../../questions/engine.ts';
import type { Decisions } from '../../questions/question.ts';
import { failureRows } from '../failure/failure-rows.ts';
import type { CommandId } from '../key-table.ts';
import { resultRows } from '../result/result-rows.ts';
import type { Effect, Outcome, Update } from '../state.ts';
import type { BuildEvent, BuildState } from './build-state.ts';
import { openLogOf } from './open-log.ts';

type Result = Update<BuildState, BuildEvent>;

/** What can be done when a build is over. */
export type EndedRowId = 'finish' | 'save' | 'log' | 'again' | 'for-real' | 'edit' | 'leave';

export type EndedRow = {
	readonly id: EndedRowId;
	readonly label: string;
	readonly hint: string;
	/** Whether it spends: an enter that was typed before it was drawn does nothing. */
	readonly spends?: boolean;
};

/** The rows that stand there when the build is over. */
export const endedRows = (timeline: Timeline, savedAs: string | undefined): readonly EndedRow[] =>
	timeline.result === 'done' ? resultRows(timeline, savedAs) : failureRows(timeline);

const kinds: Readonly<Record<BuildResult, Outcome['kind']>> = {
	done: 'done',
	cancelled: 'cancelled',
	failed: 'failed',
	interrupted: 'failed',
	unknown: 'failed',
};

/** How the program ends from here: what became of the build stays on the ordinary screen. */
export const outcomeOf = (timeline: Timeline, whereabouts: Whereabouts): Outcome => ({
	kind: timeline.result === undefined ? 'left' : kinds[timeline.result],
	exitCode: endingExitCode(timeline),
	summaryLines: summaryLines(timeline, summaryOptions(timeline, whereabouts)),
});

const exit = (timeline: Timeline, whereabouts: Whereabouts): Effect<BuildEvent> => ({
	type: 'exit',
	outcome: outcomeOf(timeline, whereabouts),
});

const save = (timeline: Timeline, whereabouts: Whereabouts): Effect<BuildEvent> => {
	const { recipe } = timeline.header;
	return {
		type: 'open',
		route: {
			at: 'save-preset',
			kept: { recipe },
			name: recipe.name,
			ended: outcomeOf(timeline, whereabouts),
		},
	};
};

/** What the build was made of. */
const decisionsIn = ({ recipe, folder, preset }: JournalHeader): Decisions => ({
	recipe,
	folder: folder ?? null,
	...(preset !== undefined && { preset }),
});

/** The same build once more, as far as it was said how. */
const again = ({ header }: Timeline, mode: BuildMode): Effect<BuildEvent> => ({
	type: 'replace',
	route: buildRoute({
		decisions: decisionsIn(header),
		mode,
		secrets: {},
		...(header.timeout !== undefined && { timeout: header.timeout }),
	}),
});

const edit = ({ header }: Timeline): Effect<BuildEvent> => ({
	type: 'replace',
	route: { at: 'wizard', draft: draftAtReview(decisionsIn(header), header.mode) },
});

const act = (state: BuildState, timeline: Timeline, row: EndedRowId, whereabouts: Whereabouts): Result => {
	switch (row) {
		case 'finish':
			return { state, effects: [exit(timeline, whereabouts)] };
		case 'log':
			return { state: openLogOf(state, undefined) };
		case 'again':
			return { state, effects: [again(timeline, timeline.header.mode)] };
		case 'for-real':
			return { state, effects: [again(timeline, 'aws')] };
		case 'edit':
			return { state, effects: [edit(timeline)] };
		case 'leave':
			return { state, effects: [{ type: 'go-home' }] };
		case 'save':
			return { state, effects: [save(timeline, whereabouts)] };
	}
};

const activate = (
	state: BuildState,
	timeline: Timeline,
	drawn: boolean,
	whereabouts: Whereabouts,
): Result => {
	const row = endedRows(timeline, state.savedAs)[state.marked];
	return row && (drawn || row.spends !== true) ? act(state, timeline, row.id, whereabouts) : { state };
};

/** Copies what happened, for whoever is asked about it. */
const copy = (timeline: Timeline): Effect<BuildEvent> => ({
	type: 'task',
	run: ({ actions, whereabouts, emit }) => {
		const text = summaryLines(timeline, summaryOptions(timeline, whereabouts)).join('\n');
		emit({ type: 'copied', done: actions.copyToClipboard(text) });
	},
});

const marked = (state: BuildState, timeline: Timeline, to: number): Result => {
	const last = endedRows(timeline, state.savedAs).length - 1;
	return { state: { ...state, marked: Math.min(Math.max(0, to), last) } };
};

/** What the commands do when the build is over. */
export const updateEnded = (
	state: BuildState,
	timeline: Timeline,
	command: CommandId | undefined,
	drawn: boolean,
	whereabouts: Whereabouts,
): Result => {
	switch (command) {
		case 'move-up':
			return marked(state, timeline, state.marked - 1);
		case 'move-down':
			return marked(state, timeline, state.marked + 1);
		case 'move-to-start':
		case 'page-up':
			return marked(state, timeline, 0);
		case 'move-to-end':
		case 'page-down':
			return marked(state, timeline, Number.POSITIVE_INFINITY);
		case 'activate':
			return activate(state, timeline, drawn, whereabouts);
		case 'show-log':
			return act(state, timeline, 'log', whereabouts);
		case 'again':
			return drawn ? act(state, timeline, 'again', whereabouts) : { state };
		case 'edit':
			return act(state, timeline, 'edit', whereabouts);
		case 'save-preset':
			return act(state, timeline, 'save', whereabouts);
		case 'copy':
			return { state, effects: [copy(timeline)] };
		case 'back':
			return act(state, timeline, 'leave', whereabouts);
		case 'close-or-quit':
		case 'interrupt':
			return { state, effects: [exit(timeline, whereabouts)] };
		default:
			return { state };
	}
};
