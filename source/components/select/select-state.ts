import { splitGraphemes } from '../../base/cells.ts';
import { oneLine } from '../text-field/text-field-state.ts';
import { windowAround } from '../window.ts';
import { matchingOptions, type Option } from './options.ts';

/** What is searched and marked in a list. The rest is computed from it and the options. */
export type SelectState = {
	/** What was typed; the caret is always behind it. */
	readonly query: string;
	/** Value of the marked option. It stays marked when options come or go around it. */
	readonly marked: string | undefined;
	/** Value of the option that was marked before the search. */
	readonly before?: string | undefined;
	/** Index of the first row in sight, among those that match. */
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

/** The options that match, the marked one among them, and those in sight. */
export const selectView = <Item extends Option>(
	state: SelectState,
	options: readonly Item[],
	height: number,
): {
	readonly matches: readonly Item[];
	/** Index among the matches; 0 if nothing matches. */
	readonly index: number;
	readonly option: Item | undefined;
	readonly start: number;
	readonly end: number;
} => {
	const matches = matchingOptions(options, state.query);
	const index = Math.max(
		0,
		matches.findIndex(option => option.value === state.marked),
	);
	const { start, end } = windowAround(state.offset, index, matches.length, height);
	return { matches, index, option: matches[index], start, end };
};

const marking = (
	state: SelectState,
	options: readonly Option[],
	height: number,
	target: (index: number, last: number) => number,
): SelectState => {
	const { matches, index, start } = selectView(state, options, height);
	const last = Math.max(0, matches.length - 1);
	const wanted = Math.max(0, Math.min(last, target(index, last)));
	return {
		...state,
		marked: matches[wanted]?.value ?? state.marked,
		offset: windowAround(start, wanted, matches.length, height).start,
	};
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
	const move = (target: (index: number, last: number) => number): SelectState =>
		marking(state, options, height, target);
	switch (action.type) {
		case 'move-up':
			return move(index => index - 1);
		case 'move-down':
			return move(index => index + 1);
		case 'page-up':
			return move(index => index - Math.max(1, height - 1));
		case 'page-down':
			return move(index => index + Math.max(1, height - 1));
		case 'move-to-start':
			return move(() => 0);
		case 'move-to-end':
			return move((_index, last) => last);
		case 'insert':
			return searching(state, (state.query + oneLine(action.text)).trimStart(), options, height);
		case 'delete-backward':
			return searching(state, splitGraphemes(state.query).slice(0, -1).join(''), options, height);
		case 'clear-search':
			return searching(state, '', options, height);
	}
};
