import type { Timeline } from '../../builds/timeline/timeline.ts';
import { type FrameSize, frameBody } from '../../components/frame/layout.ts';
import { blank, type Line } from '../../components/line.ts';
import {
	type ListPage,
	listPage,
	type PageOffsets,
	type PageRows,
} from '../../components/list-page/list-page.ts';
import type { TextFieldState } from '../../components/text-field/text-field-state.ts';
import {
	type FirstHome,
	type Home,
	type HomeLists,
	type HomeRow,
	type HomeRows,
	homeRows,
	type Surroundings,
	searchRows,
} from '../../flow/home.ts';
import type { Asking, Ways } from '../asking.ts';
import type { KeyContext } from '../key-map.ts';
import type { CommonEvent, Task, Update } from '../state.ts';
import { signOf } from './build-sign.ts';

export type HomeState = {
	/** Undefined until it was read. */
	readonly home: Home | undefined;
	/** What is shown until then: what was painted before the screens were there, or nothing. */
	readonly painted: HomeLists | undefined;
	/** Undefined while they are looked for. */
	readonly surroundings: Surroundings | undefined;
	/** Times in milliseconds since 1970: now, and when home was read. */
	readonly now: number;
	readonly loaded: number;
	/** Whether it is being read again. */
	readonly isReading: boolean;
	/** Id of the marked row; the first one if there is none. */
	readonly marked: string | undefined;
	readonly offsets: PageOffsets;
	/** What is searched while the search is open. */
	readonly search: TextFieldState | undefined;
	/** What is asked before something is lost. */
	readonly asking: Asking<Ways<HomeEvent>> | undefined;
	/** What the last key could not do, one sentence. */
	readonly message: string | undefined;
	/** Keys that came before there was anything to act on. */
	readonly typedAhead: readonly Extract<CommonEvent, { type: 'key' }>[];
};

export type HomeEvent =
	| { readonly type: 'home-read'; readonly home: Home; readonly now: number }
	| { readonly type: 'surroundings-read'; readonly surroundings: Surroundings }
	/** A build that is to be deleted was read. */
	| { readonly type: 'to-delete'; readonly timeline: Timeline };

export type HomeUpdate = Update<HomeState, HomeEvent>;

/** Reads everything that home shows. */
export const readHomeTask: Task<HomeEvent> = {
	type: 'task',
	run: async ({ actions, now, emit }) => {
		emit({ type: 'home-read', home: await actions.home(), now: now() });
	},
};

/** Looks for Packer and a sign-in, which takes longer than the rest. */
export const lookAroundTask: Task<HomeEvent> = {
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		emit({ type: 'surroundings-read', surroundings: await actions.surroundings(signal) });
	},
};

/** Home as it is opened. Packer and a sign-in are looked for when the rest was read: that starts programs. */
export const openHome = (first?: FirstHome): HomeUpdate => ({
	state: {
		home: undefined,
		painted: first?.lists,
		surroundings: undefined,
		now: first?.now ?? 0,
		loaded: first?.now ?? 0,
		isReading: true,
		marked: first?.moved?.marked,
		offsets: first?.moved?.offsets ?? { upper: 0, lower: 0 },
		search: undefined,
		asking: undefined,
		message: first?.moved ? undefined : first?.lists.warning,
		typedAhead: [],
	},
	effects: [readHomeTask],
});

const noRows: HomeRows = { actions: [], presets: [], builds: [] };

const allRows = ({ home, painted, now, loaded }: HomeState): HomeRows => {
	const lists = home ?? painted;
	return lists ? homeRows(lists, now, loaded) : noRows;
};

/** The rows that match the search. */
export const shownRows = (state: HomeState): HomeRows =>
	state.search ? searchRows(allRows(state), state.search.value) : allRows(state);

export const inOrder = ({ actions, presets, builds }: HomeRows): readonly HomeRow[] => [
	...actions,
	...presets,
	...builds,
];

/** The row on which keys act. */
export const markedRow = (state: HomeState): HomeRow | undefined => {
	const rows = inOrder(shownRows(state));
	return rows.find(row => row.id === state.marked) ?? rows[0];
};

const pageRows = ({ actions, presets, builds }: HomeRows): PageRows => ({
	top: actions,
	upper: presets,
	lower: builds.map(row => ({ ...row, sign: signOf(row.target) })),
});

/** The body of the screen, with a last row below its lists. */
export const homePage = (state: HomeState, size: FrameSize, last: Line = blank): ListPage =>
	listPage(
		{
			titles: { upper: 'Presets', lower: 'Builds' },
			tall: 'rehearse',
			all: pageRows(allRows(state)),
			shown: pageRows(shownRows(state)),
			marked: markedRow(state)?.id,
			offsets: state.offsets,
			last,
		},
		frameBody(size),
	);

export const homeContext = (state: HomeState): KeyContext =>
	state.asking ? 'dialog' : state.search ? 'home-search' : 'home';
