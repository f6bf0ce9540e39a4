import { remembered } from '../../base/remembered.ts';
import { linesOf, type Timeline } from '../../builds/timeline/timeline.ts';
import type { LogState } from '../../components/log-pane/log-state.ts';
import {
	holdsQuery,
	indexFrom,
	type PaneLog,
	type ShownLines,
	shownLines,
} from '../../components/log-pane/shown-lines.ts';
import type { Size, Task } from '../state.ts';
import type { BuildEvent, BuildState, Search } from './build-state.ts';

const noLog: PaneLog = {
	length: 0,
	isWhole: true,
	sourceAt: () => '',
	stderrCount: () => 0,
	stepAt: () => undefined,
	textAt: () => undefined,
};

const logWith = remembered((timeline: Timeline, texts: ReadonlyMap<number, string>): PaneLog => {
	const { length, isWhole, sourceAt, countOfSource, stepAt, textAt, lineAt } = linesOf(timeline);
	return {
		length,
		isWhole,
		sourceAt,
		stderrCount: () => countOfSource('stderr'),
		stepAt,
		isEarlierAt: index => timeline.steps[stepAt(index) ?? -1]?.from !== undefined,
		textAt: index => {
			const text = textAt(index) ?? texts.get(index);
			return text === undefined ? undefined : lineAt(index, text).text;
		},
	};
});

/** The log of a build with the texts that were read of it. */
export const shownLog = ({ texts }: BuildState, timeline: Timeline | undefined): PaneLog =>
	timeline ? logWith(timeline, texts) : noLog;

/** How the log is looked at that has the keys, and which lines of it are shown. */
const looked = (state: BuildState): { readonly view: LogState; readonly lines: ShownLines } => {
	const view = state.openLog?.view ?? state.log;
	const filter = { onlyProblems: view.onlyProblems, step: state.openLog?.step };
	return { view, lines: shownLines(shownLog(state, state.timeline), filter) };
};

/** So many lines above and below the first one on the screen are at hand, and so many are read then. */
const needed = 250;
const readAhead = 1000;

/** The lines within so many of one, by their indexes in the log. */
const within = (lines: ShownLines, at: number, by: number): readonly number[] => {
	const from = Math.max(0, at - by);
	const length = Math.max(0, Math.min(lines.length, at + by) - from);
	return Array.from({ length }, (_, index) => lines.indexAt(from + index));
};

const around = ({ view, lines }: ReturnType<typeof looked>, by: number): readonly number[] =>
	within(lines, view.top ?? lines.length, by);

/** Whether a text is missing that is looked at, or may be next. Who follows the end has what is held: from one line on all. */
const isMissing = (shown: ReturnType<typeof looked>): boolean => {
	const wanted = around(shown, needed);
	const asked = shown.view.top === undefined ? wanted.slice(0, 1) : wanted;
	return asked.some(index => shown.lines.log.textAt(index) === undefined);
};

/** What was read, and nothing for what cannot be: that is not read again and again. */
const textsOf = (wanted: readonly number[], read: ReadonlyMap<number, string>): ReadonlyMap<number, string> =>
	new Map(wanted.map(index => [index, read.get(index) ?? '']));

const readTask = (timeline: Timeline, wanted: readonly number[]): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		let read: ReadonlyMap<number, string> = new Map();
		try {
			read = await actions.readLog(timeline, wanted);
		} finally {
			emit({ type: 'log-read', texts: textsOf(wanted, read) });
		}
	},
});

/** So many lines are searched at once: no key waits longer than that takes. */
const searchedAtOnce = 500;

/** Searches some lines, and tells what was found, or that it goes on behind them. */
const seekTask = (search: Search, size: Size): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		const { timeline, lines, seeking, done } = search;
		const { lineAt } = linesOf(timeline);
		const end = Math.min(lines.length, done + searchedAtOnce);
		const part = Array.from({ length: end - done }, (_, index) =>
			indexFrom(lines.length, seeking.from, seeking.direction, done + index),
		);
		let match: number | undefined;
		let texts: ReadonlyMap<number, string> | undefined;
		let isOver = true;
		try {
			const read = await actions.readLog(timeline, part.map(lines.indexAt));
			match = part.find(index => {
				const text = read.get(lines.indexAt(index));
				return text !== undefined && holdsQuery(lineAt(lines.indexAt(index), text).text, seeking.query);
			});
			isOver = match !== undefined || end === lines.length;
			if (match !== undefined) {
				// How far above it the screen begins is known by these.
				const shown = within(lines, match, needed);
				texts = textsOf(shown, await actions.readLog(timeline, shown));
			}
		} finally {
			emit(
				isOver
					? { type: 'log-found', seeking, match, texts, size }
					: { type: 'log-sought', search: { ...search, done: end }, size },
			);
		}
	},
});

/** Goes on with a search as long as nothing else is looked for. */
export const withSearch = (
	state: BuildState,
	search: Search,
	size: Size,
): { readonly state: BuildState; readonly effects?: readonly Task<BuildEvent>[] } =>
	looked(state).view.seeking === search.seeking
		? { state, effects: [seekTask(search, size)] }
		: { state: { ...state, isSeeking: false } };

/**
 * What is read of the log for what is shown of it now, one after the other.
 * @param size of the screen where a search was asked for.
 */
export const withLogTasks = (
	state: BuildState,
	size: Size | undefined,
): { readonly state: BuildState; readonly tasks: readonly Task<BuildEvent>[] } => {
	const { timeline } = state;
	if (!timeline || linesOf(timeline).isWhole) {
		return { state, tasks: [] };
	}

	const shown = looked(state);
	const { seeking } = shown.view;
	const isSeeking = seeking !== undefined && size !== undefined && !state.isSeeking;
	const isReading = !state.isReading && isMissing(shown);
	return {
		state: {
			...state,
			isSeeking: state.isSeeking || isSeeking,
			isReading: state.isReading || isReading,
		},
		tasks: [
			...(isSeeking ? [seekTask({ timeline, lines: shown.lines, seeking, done: 0 }, size)] : []),
			...(isReading ? [readTask(timeline, around(shown, readAhead))] : []),
		],
	};
};
