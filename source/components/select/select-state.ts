import { splitGraphemes } from '../../base/cells.ts';
import { oneLine } from '../text-field/text-field-state.ts';
import { windowAround } from '../window.ts';
import { type HeadedRow, headedRows, matchingOptions, type Option } from './options.ts';

/** What is searched and marked in a list. The rest is computed from it and the options. */
export type SelectState = {
	/** What was typed; the caret is always behind it. */
	readonly query: string;
	/** Value of the marked option. It stays marked when options come or go around it. */
	readonly marked: string | undefined;
	/** Value of the option that was marked before the search. */
	readonly before?: string | undefined;
	/** Index of the first row in sight, headings counted. */
	readonly offset: number;
};

export type SelectAction =
	| { readonly type: 'move-up' }
	| { readonly type: 'move-down' }
	| { readonly type: 'page-up' }
	| { readonly type: 'page-down' }
	| { readonly type: 'move-to-start' }
	| { readonly type: 'move-to-end' }
	| { readonly type: 'insert'; readonly text: string }
	| { readonly type: 'delete-backward' }
	| { readonly type: 'clear-search' };

/** A list with the option of this value marked, the first one if there is none. */
export const openSelect = (marked?: string): SelectState => ({ query: '', marked, offset: 0 });

/** What of a list can be seen, and what is marked. */
export type SelectView<Item extends Option> = {
	readonly matches: readonly Item[];
	/** Index among the matches; 0 if nothing matches. */
	readonly index: number;
	readonly option: Item | undefined;
	/** The matches with their headings, and the index of the marked one among them. */
	readonly rows: readonly HeadedRow<Item>[];
	readonly row: number;
	/** The rows in sight. */
	readonly start: number;
	readonly end: number;
	/** What stands in the first of them: the heading of what is below, however far above that one is. */
	readonly heading: string | undefined;
};

/** The options that match, the marked one among them, and those in sight. */
export const selectView = <Item extends Option>(
	state: SelectState,
	options: readonly Item[],
	height: number,
): SelectView<Item> => {
	const matches = matchingOptions(options, state.query);
	const index = Math.max(
		0,
		matches.findIndex(option => option.value === state.marked),
	);
	const rows = headedRows(matches, state.query);
	const row = Math.max(
		0,
		rows.findIndex(candidate => 'option' in candidate && candidate.option === matches[index]),
	);
	// Under headings the first row in sight is one, so the marked row is never that one.
	const isHeaded = rows.length > matches.length;
	const head = isHeaded ? Math.max(0, row - 1) : row;
	const withHead = windowAround(state.offset, head, rows.length, height);
	const fitting = windowAround(withHead.start, row, rows.length, height);
	// A heading of which nothing else would be in sight leaves its place to the next one.
	const isOver = isHeaded && row > fitting.start + 1 && 'heading' in (rows[fitting.start + 1] ?? {});
	const start = isOver ? fitting.start + 1 : fitting.start;
	const end = Math.min(rows.length, isOver ? fitting.end + 1 : fitting.end);
	const first = rows[start];
	const heading = isHeaded && row > start && first && 'option' in first ? first.option.group : undefined;
	return { matches, index, option: matches[index], rows, row, start, end, heading };
};

/** Index of the option at a row, or at the last one above it. */
const optionAt = ({ rows }: SelectView<Option>, row: number): number =>
	rows.slice(0, Math.max(0, row) + 1).filter(candidate => 'option' in candidate).length - 1;

const marking = (
	state: SelectState,
	options: readonly Option[],
	height: number,
	target: (view: SelectView<Option>) => number,
): SelectState => {
	const view = selectView(state, options, height);
	const { matches, start } = view;
	const wanted = Math.max(0, Math.min(matches.length - 1, target(view)));
	const marked = { ...state, marked: matches[wanted]?.value ?? state.marked, offset: start };
	return { ...marked, offset: selectView(marked, options, height).start };
};

const searching = (
	state: SelectState,
	query: string,
	options: readonly Option[],
	height: number,
): SelectState => {
	const before = state.query === '' ? state.marked : state.before;
	const found = matchingOptions(options, query)[0]?.value;
	// A search marks its first match, which stays marked when it is cleared; one that found nothing leaves no trace.
	const cleared = matchingOptions(options, state.query).length > 0 ? state.marked : before;
	const next = { query, marked: query === '' ? cleared : (found ?? state.marked), before, offset: 0 };
	return { ...next, offset: selectView(next, options, height).start };
};

/** @param height the rows in sight. */
export const updateSelect = (
	state: SelectState,
	action: SelectAction,
	options: readonly Option[],
	height: number,
): SelectState => {
	const move = (target: (view: SelectView<Option>) => number): SelectState =>
		marking(state, options, height, target);
	const page = Math.max(1, height - 1);
	switch (action.type) {
		case 'move-up':
			return move(({ index }) => index - 1);
		case 'move-down':
			return move(({ index }) => index + 1);
		case 'page-up':
			return move(view => Math.min(view.index - 1, optionAt(view, view.row - page)));
		case 'page-down':
			return move(view => Math.max(view.index + 1, optionAt(view, view.row + page)));
		case 'move-to-start':
			return move(() => 0);
		case 'move-to-end':
			return move(({ matches }) => matches.length - 1);
		case 'insert':
			return searching(state, (state.query + oneLine(action.text)).trimStart(), options, height);
		case 'delete-backward':
			return searching(state, splitGraphemes(state.query).slice(0, -1).join(''), options, height);
		case 'clear-search':
			return searching(state, '', options, height);
	}
};
