import { exitCodes } from '../../base/problem.ts';
import { endingExitCode } from '../../builds/report/ending.ts';
import { type Summary, summaryLines } from '../../builds/report/summary.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { DialogState } from '../../components/dialog/dialog-state.ts';
import { type LogState, newLogState, type Seeking } from '../../components/log-pane/log-state.ts';
import type { ShownLines } from '../../components/log-pane/shown-lines.ts';
import type { Asking, Ways } from '../asking.ts';
import type { KeyContext } from '../key-map.ts';
import type { Outcome, Size } from '../state.ts';

/** The log that fills the screen, of the whole build or of one step. */
export type ShownLog = { readonly step: number | undefined; readonly view: LogState };

/** A build as it is watched, and what stands there when it is over. */
export type BuildState = {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Undefined until the journal has been read for the first time. */
	readonly timeline: Timeline | undefined;
	/** What stays on the ordinary screen if the program is left now. */
	readonly summary: Summary | undefined;
	/** Which side the arrows move in. */
	readonly focus: 'phases' | 'log';
	/** Index of the marked step. */
	readonly selected: number | undefined;
	readonly log: LogState;
	readonly openLog: ShownLog | undefined;
	/** Texts of the log that are not held by it, by their indexes: those around what is shown. */
	readonly texts: ReadonlyMap<number, string>;
	/** Whether some are being read, or searched. */
	readonly isReading: boolean;
	readonly isSeeking: boolean;
	/** The question whether to cancel. */
	readonly dialog: DialogState | undefined;
	/** What is asked before the build is deleted. */
	readonly asking: Asking<Ways<BuildEvent>> | undefined;
	/** Whether the cancel was asked for; the journal tells it a little later. */
	readonly cancelAsked: boolean;
	/** Index of the marked row when the build is over. */
	readonly marked: number;
	/** The name under which the Recipe was saved. */
	readonly savedAs: string | undefined;
	/** What came of copying what happened to the clipboard; empty if that was not asked for. */
	readonly copied: string;
};

/** A search in the journal: what is looked for in which lines, and how many of them were searched. */
export type Search = {
	readonly timeline: Timeline;
	readonly lines: ShownLines;
	readonly seeking: Seeking;
	readonly done: number;
};

/** What the tasks of the screen tell it. */
export type BuildEvent =
	| {
			readonly type: 'timeline' | 'ended' | 'looked' | 'image-copied';
			readonly timeline: Timeline;
			readonly summary: Summary;
	  }
	| { readonly type: 'log-read'; readonly texts: ReadonlyMap<number, string> }
	| {
			readonly type: 'log-found';
			readonly seeking: Seeking;
			readonly match: number | undefined;
			/** Of the lines around the match. */
			readonly texts: ReadonlyMap<number, string> | undefined;
			readonly size: Size;
	  }
	| { readonly type: 'log-sought'; readonly search: Search; readonly size: Size }
	| { readonly type: 'not-cancelled' }
	| { readonly type: 'copied'; readonly done: boolean };

export const newBuildState = (id: string): BuildState => ({
	id,
	now: 0,
	timeline: undefined,
	summary: undefined,
	focus: 'phases',
	selected: undefined,
	log: newLogState,
	openLog: undefined,
	texts: new Map(),
	isReading: false,
	isSeeking: false,
	dialog: undefined,
	asking: undefined,
	cancelAsked: false,
	marked: 0,
	savedAs: undefined,
	copied: '',
});

/** Whether the build is over. */
export const isOver = ({ timeline }: BuildState): boolean => timeline?.result !== undefined;

/** How the program ends from here: a build that runs goes on. */
export const outcomeOf = ({ timeline, summary }: BuildState): Outcome => ({
	exitCode: timeline ? endingExitCode(timeline) : exitCodes.left,
	summaryLines: summary ? summaryLines(summary) : [],
});

/** Whether the build was told to stop and cleans up. */
export const isCancelling = (state: BuildState): boolean =>
	!isOver(state) && (state.cancelAsked || state.timeline?.cancelling === true);

/** Which keys work now. */
export const buildContext = (state: BuildState): KeyContext => {
	if (state.openLog) {
		return state.openLog.view.search ? 'log-search' : 'log';
	}

	if (state.asking) {
		return 'dialog';
	}

	if (isOver(state)) {
		return state.timeline?.result === 'done' ? 'result' : 'failure';
	}

	if (state.dialog) {
		return 'dialog';
	}

	return state.log.search ? 'log-search' : state.focus === 'log' ? 'log' : 'build';
};
