import {
	openTextField,
	type TextFieldAction,
	type TextFieldState,
	updateTextField,
} from '../text-field/text-field-state.ts';
import {
	findMatch,
	indexIn,
	type LogFilter,
	type LogPaneText,
	lineAt,
	type PaneLog,
	type ShownLines,
	shownLines,
} from './shown-lines.ts';

/** A search that goes on, by the lines that are shown. */
export type Seeking = { readonly query: string; readonly from: number; readonly direction: 1 | -1 };

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
	/** What is looked for where not all texts are at hand: whoever can get them tells what was found. */
	readonly seeking?: Seeking | undefined;
	/** How many matches farther one wants to be when that is found; negative: before it. */
	readonly owed?: number;
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
	readonly log: PaneLog;
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
	/** What came of a search that went on. */
	| { readonly type: 'found'; readonly seeking: Seeking; readonly match: number | undefined }
	/** The next match, or the one before. */
	| { readonly type: 'next-match'; readonly by: 1 | -1 };

/** The first line from which on everything up to the end fits; the end, if the line before it is too long alone. */
const fittingTop = (
	lines: ShownLines,
	{ height, rowsOf }: Pick<LogPlace, 'height' | 'rowsOf'>,
	end: number,
): number => {
	let rows = 0;
	let top = end;
	while (top > 0) {
		const line = lineAt(lines, top - 1);
		rows += line ? rowsOf(line) : 0;
		if (rows > height) {
			break;
		}

		top--;
	}

	return top;
};

/** The first line of the last page. A line that is longer than the place is shown from its start. */
export const lastTop = (
	lines: ShownLines,
	place: Pick<LogPlace, 'height' | 'rowsOf'>,
	end = lines.length,
): number => Math.min(fittingTop(lines, place, end), Math.max(0, end - 1));

/** The first line that a page upwards from `top` shows. */
const pageBefore = (lines: ShownLines, top: number, place: LogPlace): number =>
	Math.min(lastTop(lines, place, top), Math.max(0, top - 1));

/** The first line after a page from `top`. */
const pageAfter = (lines: ShownLines, top: number, { height, rowsOf }: LogPlace): number => {
	let rows = 0;
	let next = top;
	for (let line = lineAt(lines, next); line && rows + rowsOf(line) <= height; line = lineAt(lines, next)) {
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
const scrolledTo = (state: LogState, top: number, lines: ShownLines, place: LogPlace): LogState => ({
	...state,
	top: top >= lastTop(lines, place) ? undefined : Math.max(0, top),
});

/** The line from which on a third of the place shows what led to one. */
const topAbove = (index: number, lines: ShownLines, place: LogPlace): number =>
	fittingTop(lines, { ...place, height: Math.floor(place.height / 3) }, index);

/** A match is shown with some of what led to it. */
const showMatch = (
	state: LogState,
	match: number | undefined,
	lines: ShownLines,
	place: LogPlace,
): LogState =>
	match === undefined
		? { ...state, match }
		: { ...scrolledTo(state, topAbove(match, lines, place), lines, place), match };

/** Searches from a line on; where not all texts are at hand it is only said what is looked for. */
const searched = (
	state: LogState,
	from: number,
	direction: 1 | -1,
	lines: ShownLines,
	place: LogPlace,
): LogState => {
	const { query } = state;
	return place.log.isWhole || query === ''
		? showMatch({ ...state, seeking: undefined }, findMatch(lines, query, from, direction), lines, place)
		: { ...state, match: undefined, seeking: { query, from, direction } };
};

/** Shows what was found, and goes on to where one wants to be meanwhile. */
const found = (
	{ owed = 0, ...state }: LogState,
	match: number | undefined,
	lines: ShownLines,
	place: LogPlace,
): LogState => {
	const shown = showMatch({ ...state, seeking: undefined }, match, lines, place);
	if (match === undefined || owed === 0) {
		return shown;
	}

	const by = owed > 0 ? 1 : -1;
	return searched({ ...shown, owed: owed - by }, match + by, by, lines, place);
};

const editSearch = (state: LogState, edit: TextFieldAction, lines: ShownLines, place: LogPlace): LogState => {
	if (!state.search) {
		return state;
	}

	const { from, direction } = state.search;
	const field = updateTextField(state.search.field, edit);
	const changed = { ...state, search: { ...state.search, field }, query: field.value, owed: 0 };
	return field.value === state.query ? changed : searched(changed, from, direction, lines, place);
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
			return { ...state, top: undefined, match: undefined, seeking: undefined, owed: 0 };
		case 'toggle-problems': {
			const toggled = {
				...state,
				onlyProblems: !state.onlyProblems,
				match: undefined,
				seeking: undefined,
				owed: 0,
			};
			const same = state.top === undefined ? undefined : indexIn(lines, state.top, filterOf(toggled, place));
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
			return { ...state, search: undefined, query: '', match: undefined, seeking: undefined, owed: 0 };
		case 'found':
			return state.seeking === action.seeking ? found(state, action.match, lines, place) : state;
		case 'next-match': {
			if (state.seeking) {
				// Where it goes on is known when that is found.
				return { ...state, owed: (state.owed ?? 0) + action.by };
			}

			const from = state.match === undefined ? top : state.match + action.by;
			return searched(state, from, action.by, lines, place);
		}
	}
};
