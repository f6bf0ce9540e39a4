import {
	openTextField,
	type TextFieldAction,
	type TextFieldState,
	updateTextField,
} from '../text-field/text-field-state.ts';
import { findMatch, indexIn, type LogFilter, type LogPaneText, shownLines } from './shown-lines.ts';

/** How a log is looked at. */
export type LogState = {
	/** Index of the first line on the screen, among those shown; undefined: follows the end. */
	readonly top: number | undefined;
	readonly onlyProblems: boolean;
	/** What is searched; empty if nothing is. */
	readonly query: string;
	/** The search while its field is open: it looks from one line on, in one direction, whatever is typed. */
	readonly search:
		| { readonly field: TextFieldState; readonly from: number; readonly direction: 1 | -1 }
		| undefined;
	/** Index of the line with the current match, among those shown. */
	readonly match: number | undefined;
};

export const newLogState: LogState = {
	top: undefined,
	onlyProblems: false,
	query: '',
	search: undefined,
	match: undefined,
};

/** The place in which a log is shown. */
export type LogPlace = {
	readonly log: readonly LogPaneText[];
	/** Index of the step whose log it is; all lines if missing. */
	readonly step?: number | undefined;
	/** Rows for the log. */
	readonly height: number;
	/** How many rows a line takes: 1 where lines are cut. */
	readonly rowsOf: (line: LogPaneText) => number;
};

export type LogAction =
	/** Lines down, negative: up. */
	| { readonly type: 'scroll'; readonly by: number }
	/** Pages down, negative: up. */
	| { readonly type: 'page'; readonly by: number }
	| { readonly type: 'top' }
	| { readonly type: 'follow' }
	| { readonly type: 'toggle-problems' }
	| { readonly type: 'start-search' }
	| { readonly type: 'edit-search'; readonly edit: TextFieldAction }
	| { readonly type: 'accept-search' }
	| { readonly type: 'clear-search' }
	/** The next match, or the one before. */
	| { readonly type: 'next-match'; readonly by: 1 | -1 };

/** The first line of the last page: from it on everything up to the end fits. */
export const lastTop = (lines: readonly LogPaneText[], { height, rowsOf }: LogPlace): number => {
	let rows = 0;
	let top = lines.length;
	while (top > 0) {
		const line = lines[top - 1];
		rows += line ? rowsOf(line) : 0;
		if (rows > height) {
			break;
		}

		top--;
	}

	// A line that is longer than the place is shown from its start.
	return Math.min(top, Math.max(0, lines.length - 1));
};

/** The first line that a page upwards from `top` shows. */
const pageBefore = (lines: readonly LogPaneText[], top: number, place: LogPlace): number =>
	Math.min(lastTop(lines.slice(0, top), place), Math.max(0, top - 1));

/** The first line after a page from `top`. */
const pageAfter = (lines: readonly LogPaneText[], top: number, { height, rowsOf }: LogPlace): number => {
	let rows = 0;
	let next = top;
	for (let line = lines[next]; line && rows + rowsOf(line) <= height; line = lines[next]) {
		rows += rowsOf(line);
		next++;
	}

	return Math.max(next, top + 1);
};

const filterOf = (state: LogState, place: LogPlace): LogFilter => ({
	onlyProblems: state.onlyProblems,
	step: place.step,
});

/** The state that shows a line at the top; at the end of the log it follows again. */
const scrolledTo = (
	state: LogState,
	top: number,
	lines: readonly LogPaneText[],
	place: LogPlace,
): LogState => ({
	...state,
	top: top >= lastTop(lines, place) ? undefined : Math.max(0, top),
});

/** A match is shown with some of what led to it. */
const showMatch = (
	state: LogState,
	match: number | undefined,
	lines: readonly LogPaneText[],
	place: LogPlace,
): LogState =>
	match === undefined
		? { ...state, match }
		: { ...scrolledTo(state, match - Math.floor(place.height / 3), lines, place), match };

const editSearch = (
	state: LogState,
	edit: TextFieldAction,
	lines: readonly LogPaneText[],
	place: LogPlace,
): LogState => {
	if (!state.search) {
		return state;
	}

	const { from, direction } = state.search;
	const field = updateTextField(state.search.field, edit);
	const changed = { ...state, search: { ...state.search, field }, query: field.value };
	return field.value === state.query
		? changed
		: showMatch(changed, findMatch(lines, field.value, from, direction), lines, place);
};

/** Moves within a log, and searches it. */
export const reduceLog = (state: LogState, action: LogAction, place: LogPlace): LogState => {
	const lines = shownLines(place.log, filterOf(state, place));
	const top = state.top ?? lastTop(lines, place);
	switch (action.type) {
		case 'scroll':
			return scrolledTo(state, top + action.by, lines, place);
		case 'page':
			return action.by < 0
				? scrolledTo(state, pageBefore(lines, top, place), lines, place)
				: scrolledTo(state, pageAfter(lines, top, place), lines, place);
		case 'top':
			return scrolledTo(state, 0, lines, place);
		case 'follow':
			return { ...state, top: undefined, match: undefined };
		case 'toggle-problems': {
			const toggled = { ...state, onlyProblems: !state.onlyProblems, match: undefined };
			const same =
				state.top === undefined ? undefined : indexIn(place.log, lines[state.top], filterOf(toggled, place));
			return { ...toggled, top: same };
		}
		case 'start-search': {
			// From where the eye is: from the top, or from what was said last upwards.
			const from = state.top ?? lines.length - 1;
			const direction = state.top === undefined ? -1 : 1;
			return { ...state, search: { field: openTextField(), from, direction }, query: '', match: undefined };
		}
		case 'edit-search':
			return editSearch(state, action.edit, lines, place);
		case 'accept-search':
			return { ...state, search: undefined };
		case 'clear-search':
			return { ...state, search: undefined, query: '', match: undefined };
		case 'next-match': {
			const from = state.match === undefined ? top : state.match + action.by;
			return showMatch(state, findMatch(lines, state.query, from, action.by), lines, place);
		}
	}
};
