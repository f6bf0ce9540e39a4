import { remembered } from '../../base/remembered.ts';
import { linesOf, type Timeline } from '../../builds/timeline/timeline.ts';
import type { LogState, Seeking } from '../../components/log-pane/log-state.ts';
import {
	holdsQuery,
	indexesFrom,
	type PaneLog,
	type ShownLines,
	shownLines,
} from '../../components/log-pane/shown-lines.ts';
import type { Size, Task } from '../state.ts';
import type { BuildEvent, BuildState } from './build-state.ts';

const noLog: PaneLog = {
	length: 0,
	isWhole: true,
	sourceAt: () => '',
	stepAt: () => undefined,
	textAt: () => undefined,
};

const logWith = remembered((timeline: Timeline, texts: ReadonlyMap<number, string>): PaneLog => {
	const { length, isWhole, sourceAt, stepAt, textAt, lineAt } = linesOf(timeline);
	return {
		length,
		isWhole,
		sourceAt,
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

const around = ({ view, lines }: ReturnType<typeof looked>, by: number): readonly number[] => {
	const top = view.top ?? lines.length;
	const from = Math.max(0, top - by);
	const length = Math.max(0, Math.min(lines.length, top + by) - from);
	return Array.from({ length }, (_, index) => lines.indexAt(from + index));
};

const readTask = (timeline: Timeline, wanted: readonly number[]): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit }) => {
		let read: ReadonlyMap<number, string> = new Map();
		try {
			read = await actions.readLog(timeline, wanted);
		} finally {
			// What is not found, or cannot be read, is not read again and again.
			emit({ type: 'log-read', texts: new Map(wanted.map(index => [index, read.get(index) ?? ''])) });
		}
	},
});

/** So many lines are read at once in a search. */
const searchedAtOnce = 2000;

const seekTask = (timeline: Timeline, lines: ShownLines, seeking: Seeking, size: Size): Task<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const { lineAt } = linesOf(timeline);
		const find = async (): Promise<number | undefined> => {
			const order = [...indexesFrom(lines.length, seeking.from, seeking.direction)];
			for (let begin = 0; begin < order.length && !signal.aborted; begin += searchedAtOnce) {
				const part = order.slice(begin, begin + searchedAtOnce);
				const texts = await actions.readLog(timeline, part.map(lines.indexAt));
				const match = part.find(index => {
					const text = texts.get(lines.indexAt(index));
					return text !== undefined && holdsQuery(lineAt(lines.indexAt(index), text).text, seeking.query);
				});
				if (match !== undefined) {
					return match;
				}
			}

			return undefined;
		};
		let match: number | undefined;
		try {
			match = await find();
		} finally {
			emit({ type: 'log-found', seeking, match, size });
		}
	},
});

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
	const isReading =
		!state.isReading && around(shown, needed).some(index => shown.lines.log.textAt(index) === undefined);
	return {
		state: {
			...state,
			isSeeking: state.isSeeking || isSeeking,
			isReading: state.isReading || isReading,
		},
		tasks: [
			...(isSeeking ? [seekTask(timeline, shown.lines, seeking, size)] : []),
			...(isReading ? [readTask(timeline, around(shown, readAhead))] : []),
		],
	};
};
