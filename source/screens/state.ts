import type { ReactNode } from 'react';
import type { Actions } from '../actions/contract.ts';
import type { BuildMode } from '../base/build-mode.ts';
import type { Whereabouts } from '../base/paths.ts';
import type { ExitCode, Problem } from '../base/problem.ts';
import type { Summary } from '../builds/report/summary.ts';
import type { Timeline } from '../builds/timeline/timeline.ts';
import type { KeyPress } from '../components/keypress.ts';
import type { Comparison } from '../flow/compare.ts';
import type { BuildContents } from '../flow/contents.ts';
import type { FilePlan } from '../flow/files.ts';
import type { FirstHome } from '../flow/home.ts';
import type { Kept } from '../flow/presets.ts';
import type { Route } from '../flow/route.ts';
import type { PresetRow, SavedPreset } from '../flow/rows.ts';
import type { Draft } from '../questions/draft.ts';
import type { Decisions } from '../questions/question.ts';
import type { KeyContext } from './key-map.ts';

/** The size of the terminal in cells. */
export type Size = { readonly columns: number; readonly rows: number };

/** What the command prints and how it ends when the full screen has gone. */
export type Outcome = {
	readonly exitCode: ExitCode;
	/** For the ordinary screen, where they stay in the scroll-back. */
	readonly summaryLines: readonly string[];
	/** The build of whose image a test machine is started then, by lines; behind it the screens open again. */
	readonly test?: string;
};

/** A build that runs, as it was when it was painted before the screens were there: milliseconds since 1970. */
export type FirstBuild = { readonly timeline: Timeline; readonly now: number };

/** Where one can go: where every front end can, and to the screens that stand above those. */
export type ScreenRoute =
	| Route
	/** Home of which something is shown already. */
	| { readonly at: 'home'; readonly first: FirstHome }
	/** A build of which it is. */
	| {
			readonly at: 'build';
			readonly id: string;
			readonly first: FirstBuild & { readonly summary: Summary };
	  }
	| { readonly at: 'files'; readonly plan: FilePlan; readonly only?: 'differing' }
	/**
	 * Asks for a name first; `name` is what it offers. The Recipe is that of a build that is over, which left by Ctrl-C
	 * ends as `ended` says; else that of a draft, and kept answers that it is made of are done with when it is saved.
	 */
	| {
			readonly at: 'save-preset';
			readonly kept: Kept;
			readonly name: string;
			readonly madeOf?: Decisions | undefined;
			readonly ended?: Outcome;
	  }
	/** The menu of a preset; answers that were left are not replaced without a word. */
	| { readonly at: 'preset'; readonly preset: PresetRow; readonly draft?: Draft }
	/** Asks for a template, and begins with the answers that it gives in the place of those that were left. */
	| { readonly at: 'import'; readonly mode: BuildMode; readonly left: Draft | undefined }
	| { readonly at: 'comparison'; readonly comparison: Comparison; readonly now: number }
	| { readonly at: 'contents'; readonly contents: BuildContents }
	/** What can be done with the image of a build that is over. */
	| { readonly at: 'image'; readonly timeline: Timeline }
	/** The images that were made here. */
	| { readonly at: 'images' }
	/** What a build left in AWS. */
	| { readonly at: 'cleanup'; readonly id: string }
	| { readonly at: 'problem'; readonly problem: Problem }
	| { readonly at: 'help'; readonly context: KeyContext };

/** Where to go on, from the screen that says so. */
export type Move =
	/** Opens a screen above this one. */
	| { readonly type: 'open'; readonly route: ScreenRoute }
	/** Opens a screen in the place of this one and those above. */
	| { readonly type: 'replace'; readonly route: ScreenRoute }
	/**
	 * Closes this screen and those above; the one below gets `resumed`, and the name under which a preset was saved here.
	 * The lowest one becomes home. A key that closed it is handed on: Ctrl-C is meant for the program, not for a page.
	 */
	| { readonly type: 'close'; readonly saved?: SavedPreset; readonly handed?: KeyEvent }
	/** Closes all screens and opens home. */
	| { readonly type: 'go-home' }
	/** Leaves the program. */
	| { readonly type: 'exit'; readonly outcome: Outcome };

/** What a task works with. */
type TaskTools<Own> = {
	readonly actions: Actions;
	readonly whereabouts: Whereabouts;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Tells the screen that started the task what came of it. Nothing happens if that screen is gone. */
	readonly emit: (event: Own) => void;
	/** Goes on from that screen. Nothing happens if it is gone. */
	readonly move: (move: Move) => void;
	/** Says a line when the app has ended, if it was left while the task was at work. */
	readonly tell: (line: string) => void;
	/** Aborts when the screen that started the task is closed. */
	readonly signal: AbortSignal;
};

/** Work outside. A Problem that it throws is shown; anything else ends the app as our own defect. */
export type Task<Own> = {
	readonly type: 'task';
	readonly run: (tools: TaskTools<Own>) => Promise<void> | void;
	/** It writes what the person said: such tasks run one after the other, and the app ends after them. */
	readonly keep?: boolean;
};

/** What a reducer asks for. The app carries it out, after the new state stands. */
export type Effect<Own> = Move | Task<Own>;

/** A key that was pressed. */
type KeyEvent = {
	readonly type: 'key';
	readonly press: KeyPress;
	readonly size: Size;
	/**
	 * Whether what stands on the screen was drawn before the key came. What spends or deletes ignores an enter that was
	 * typed before.
	 */
	readonly drawn: boolean;
};

/** What every screen is told. */
export type CommonEvent =
	| KeyEvent
	| { readonly type: 'paste'; readonly text: string; readonly size: Size; readonly drawn: boolean }
	/** Once a second, for what counts up. Milliseconds since 1970. */
	| { readonly type: 'tick'; readonly now: number }
	/** The screen above was closed; `saved` is the name of the preset that it saved. */
	| { readonly type: 'resumed'; readonly saved?: SavedPreset };

export type ScreenEvent<Own> = CommonEvent | Own;

/** A new state, and what to do outside. */
export type Update<State, Own> = { readonly state: State; readonly effects?: readonly Effect<Own>[] };

/** What every view is drawn from. */
export type ViewProps<State> = {
	readonly state: State;
	readonly size: Size;
	readonly whereabouts: Whereabouts;
};

/**
 * A screen: plain state, a pure reducer, a view of it. `Own` are the events that its tasks emit, told apart by `type`.
 * State is a function of events alone: the time comes by `tick`, the size by the event. Where the person is never changes
 * while the app runs; it is handed to the reducer, the view and the tasks alike.
 */
export type ScreenModule<State, Own extends { readonly type: string }> = {
	readonly update: (state: State, event: ScreenEvent<Own>, whereabouts: Whereabouts) => Update<State, Own>;
	/** Which keys work now; the help page is about them. */
	readonly context: (state: State) => KeyContext;
	/**
	 * Whether an event of its own changed nothing that one acts on, such as a log that grows: keys do not wait until it is
	 * drawn.
	 */
	readonly isBackground?: (event: Own, before: State, after: State) => boolean;
	/** How the app ends if the program is told to end here, or above it. Undefined: as by Ctrl-C, and nothing is told. */
	readonly left?: (state: State, whereabouts: Whereabouts) => Outcome | undefined;
	/** Fills the terminal but for its last row and last column. */
	readonly View: (props: ViewProps<State>) => ReactNode;
};
