import type { Actions } from '../actions/contract.ts';
import type { Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem, problemLines } from '../base/problem.ts';
import { type Drawing, openDrawing } from '../components/drawing.ts';
import type { KeyPress } from '../components/keypress.ts';
import { type Mounted, mountScreen } from './mounted.ts';
import type { Move, Outcome, ScreenModule, ScreenRoute, Size, Update } from './state.ts';

/** Puts a screen on the stack: its module and its first state. */
export type Mount = <State, Own extends { readonly type: string }>(
	module: ScreenModule<State, Own>,
	first: Update<State, Own>,
) => Mounted;

export type AppStore = Pick<Drawing, 'subscribe' | 'version' | 'actedOn' | 'drawn'> & {
	readonly top: () => Mounted | undefined;
	readonly press: (presses: readonly KeyPress[], size: Size) => void;
	readonly paste: (text: string, size: Size) => void;
	readonly tick: (now: number) => void;
	/** Leaves: the program is told to end. */
	readonly end: () => void;
	/** How the app ended; rejects with a defect. */
	readonly ended: Promise<Outcome>;
	/** Ends what the screens wait for. */
	readonly close: () => void;
};

export type AppStoreOptions = {
	readonly actions: Actions;
	readonly whereabouts: Whereabouts;
	readonly start: ScreenRoute;
	readonly open: (route: ScreenRoute, mount: Mount) => Mounted;
};

/**
 * The edge of the screens: keeps the stack of screens, hands events to the one on top, and carries out what reducers
 * ask for. Reducers and views stay pure.
 */
export const createAppStore = ({ actions, whereabouts, start, open }: AppStoreOptions): AppStore => {
	const { changed, isDrawn, close, ...drawing } = openDrawing();
	const { promise: ended, resolve, reject } = Promise.withResolvers<Outcome>();
	// Who waits for the end may come later than a defect.
	ended.catch(() => undefined);
	const stack: Mounted[] = [];
	let keeping: Promise<unknown> = Promise.resolve();
	let isLeaving = false;
	const told: string[] = [];

	const push = (route: ScreenRoute): void => {
		open(route, mount);
		changed('by-key');
	};

	/** Takes a screen and those above it off the stack; false if it was gone. */
	const drop = (screen: Mounted): boolean => {
		const index = stack.indexOf(screen);
		for (const gone of index < 0 ? [] : stack.splice(index)) {
			gone.unmount();
		}

		return index >= 0;
	};

	const leave = ({ summaryLines, ...outcome }: Outcome): void => {
		isLeaving = true;
		for (const screen of stack) {
			screen.unmount();
		}

		const end = (lines: readonly string[]): void =>
			resolve({ ...outcome, summaryLines: [...summaryLines, ...told, ...lines] });
		keeping.then(
			() => end([]),
			(error: unknown) =>
				error instanceof Problem ? end(problemLines(error, whereabouts.environment)) : reject(error),
		);
	};

	const failed = (error: unknown): void => {
		if (!isLeaving && error instanceof Problem) {
			push({ at: 'problem', problem: error });
		} else if (!isLeaving) {
			reject(error);
		}
	};

	/** Writes one after the other. What could not be kept while the app ends is told at its end. */
	const keep = (work: () => Promise<void>): void => {
		keeping = keeping.then(work).catch((error: unknown) => {
			failed(error);
			return isLeaving ? Promise.reject(error) : undefined;
		});
		keeping.catch(() => undefined);
	};

	const moveOn = (screen: Mounted, effect: Move): void => {
		if (effect.type === 'exit') {
			leave(effect.outcome);
		} else if (effect.type === 'open') {
			push(effect.route);
		} else if (effect.type === 'go-home') {
			const [lowest] = stack;
			if (lowest) {
				drop(lowest);
			}

			push({ at: 'home' });
		} else if (drop(screen)) {
			const below = stack.at(-1);
			if (effect.type === 'replace') {
				push(effect.route);
			} else if (below) {
				changed('by-key');
				below.handle({ type: 'resumed', ...(effect.saved === undefined ? {} : { saved: effect.saved }) });
			} else {
				push({ at: 'home' });
			}

			if (effect.type === 'close' && effect.handed) {
				stack.at(-1)?.handle(effect.handed);
			}
		}
	};

	const tell = (line: string): void => {
		if (isLeaving) {
			told.push(line);
		}
	};

	const mount: Mount = (module, first) =>
		mountScreen(module, first, {
			actions,
			whereabouts,
			now: Date.now,
			key: `${drawing.version()}-${stack.length}`,
			put: screen => stack.push(screen),
			changed,
			moveOn,
			keep,
			failed,
			tell,
		});

	push(start);
	return {
		...drawing,
		top: () => stack.at(-1),
		press: (presses, size) => {
			for (const press of presses) {
				if (!isLeaving) {
					stack.at(-1)?.handle({ type: 'key', press, size, drawn: isDrawn() });
				}
			}
		},
		paste: (text, size) => stack.at(-1)?.handle({ type: 'paste', text, size, drawn: isDrawn() }),
		tick: now => stack.at(-1)?.handle({ type: 'tick', now }),
		end: () => {
			const said = stack.map(screen => screen.left()).findLast(outcome => outcome !== undefined);
			if (!isLeaving) {
				leave(said ?? { exitCode: exitCodes.cancelled, summaryLines: [] });
			}
		},
		ended,
		close: () => {
			close();
			for (const screen of stack) {
				screen.unmount();
			}
		},
	};
};
