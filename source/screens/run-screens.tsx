import { render } from 'ink';
import type { Actions } from '../actions/contract.ts';
import { fitsScreen } from '../base/cells.ts';
import type { Whereabouts } from '../base/paths.ts';
import { openSheet, SheetContext } from '../components/frame/sheet.ts';
import { filterInput, type TerminalInput } from '../components/input-filter.ts';
import { asciiText, isUtf8 } from '../components/theme.ts';
import type { FirstHome } from '../flow/home.ts';
import { App } from './app.tsx';
import { createAppStore } from './app-store.ts';
import { otherScreen } from './other-screen.ts';
import { openRoute } from './routes.tsx';
import type { FirstBuild, Outcome, ScreenRoute, Size } from './state.ts';

/** What Ink writes before a frame and behind it, where a terminal shows at once what stands between. */
const together = { begin: '\u001B[?2026h', end: '\u001B[?2026l' } as const;

/** A terminal that gets text in other words, and a frame in one piece. */
const outputWith = (stdout: NodeJS.WriteStream, change: (text: string) => string): NodeJS.WriteStream => {
	let begun = '';
	return new Proxy(stdout, {
		get: (target, property) => {
			if (property === 'write') {
				return (chunk: unknown, ...rest: readonly never[]) => {
					if (typeof chunk !== 'string') {
						return Reflect.apply(target.write, target, [chunk, ...rest]);
					}

					const text = begun + change(chunk);
					const isBegun =
						rest.length === 0 && text.startsWith(together.begin) && !text.endsWith(together.end);
					begun = isBegun ? text : '';
					return isBegun || Reflect.apply(target.write, target, [text, ...rest]);
				};
			}

			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
};

/** What stands on the terminal: home and a build as they were read, or the first question, which nobody read. */
export type First =
	| { readonly at: 'home'; readonly home: FirstHome }
	| { readonly at: 'build'; readonly build: FirstBuild }
	| { readonly at: 'wizard' };

/** The route with what stands there of it; undefined if something else does. */
const goingOn = (start: ScreenRoute, first: First, { summary }: Actions): ScreenRoute | undefined => {
	if (start.at === 'home' && first.at === 'home') {
		return { ...start, first: first.home };
	}

	if (start.at === 'build' && first.at === 'build') {
		const { timeline } = first.build;
		return timeline.header.id === start.id
			? { ...start, first: { ...first.build, summary: summary(timeline) } }
			: undefined;
	}

	return start.at === first.at ? start : undefined;
};

/** A screen that was painted before the screens are there. */
export type Painted = {
	/** In cells of the terminal. */
	readonly size: Size;
	/** The screens draw and read from now on. @returns what they go on with. */
	readonly handOver: () => First;
};

/** From here to its end a frame is drawn at once, where a terminal knows that. */
const drawnAtOnce = '\u001B[?2026h';
/** The terminal is given back. */
const left = '\u001B[?1049l';

/**
 * Instead of going to the other screen, which is shown already, Ink begins at its first cell: what it draws there is the
 * same. Where the window was resized meanwhile, or another screen is meant, nothing is, and the screen is emptied. What Ink
 * writes before its first frame comes with that: nothing goes dark in between, and the cursor stays.
 */
const overPainted = (
	{ size }: Painted,
	stdout: NodeJS.WriteStream,
	isMeant: boolean,
): ((text: string) => string) => {
	let held: string | undefined = '';
	return text => {
		if (held === undefined) {
			return text;
		}

		const whole = held + text;
		const begin = whole.indexOf(drawnAtOnce);
		if (begin < 0 && !whole.includes(left)) {
			held = whole;
			return '';
		}

		held = undefined;
		const isSame = isMeant && stdout.columns === size.columns && stdout.rows === size.rows;
		const before = whole
			.slice(0, Math.max(0, begin))
			.replace(otherScreen.enter, isSame ? '\u001B[H' : '\u001B[2J\u001B[H');
		return begin < 0 ? whole : drawnAtOnce + before + whole.slice(begin + drawnAtOnce.length);
	};
};

export type ScreensOptions = {
	readonly actions: Actions;
	/** Home if missing. */
	readonly start?: ScreenRoute;
	/** What stands on the screen already. */
	readonly painted?: Painted | undefined;
	readonly stdin: TerminalInput;
	readonly stdout: NodeJS.WriteStream;
	readonly whereabouts: Whereabouts;
	/** Aborts when the program is told to end. */
	readonly ended: AbortSignal;
};

/**
 * Runs the full screen until the person leaves it. `too-small` means that the terminal is, before anything was shown:
 * plain mode can take over.
 * @throws anything that a screen threw and that is no Problem: our own defect.
 */
export const runScreens = async ({
	actions,
	start = { at: 'home' },
	painted,
	stdin,
	stdout,
	whereabouts,
	ended,
}: ScreensOptions): Promise<Outcome | 'too-small'> => {
	const { environment } = whereabouts;
	if (!fitsScreen(stdout)) {
		return 'too-small';
	}

	const canShowAll = isUtf8(environment, process.platform);
	const shown = (text: string): string => (canShowAll ? text : asciiText(text));
	const first = painted?.handOver();
	const going = first && goingOn(start, first, actions);
	const keys = filterInput(stdin, environment);
	const store = createAppStore({
		actions,
		whereabouts,
		start: going ?? start,
		open: openRoute,
	});
	// Ink listens only after its first frame, and draws that where the cursor stands. What was typed until now was echoed
	// and has moved the cursor; what comes meanwhile would be echoed into the frame.
	keys.setRawMode(true);
	const sheet = openSheet();
	const changes = [sheet.shown, ...(canShowAll ? [] : [asciiText])];
	if (painted) {
		changes.push(overPainted(painted, stdout, going !== undefined));
	} else {
		stdout.write('\r');
	}

	const screens = (
		<SheetContext value={sheet}>
			<App store={store} />
		</SheetContext>
	);
	const app = render(screens, {
		stdin: keys,
		stdout: outputWith(stdout, text => changes.reduce((all, change) => change(all), text)),
		// A terminal is a terminal in CI, too: who called us has looked.
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		// What comes on its own is calmed where it is told; a key is drawn at once, whatever was drawn just before.
		maxFps: 1000,
		exitOnCtrlC: false,
		patchConsole: true,
	});
	ended.addEventListener('abort', store.end);
	if (ended.aborted) {
		store.end();
	}

	try {
		await app.waitUntilExit();
		const outcome = await store.ended;
		return { ...outcome, summaryLines: outcome.summaryLines.map(shown) };
	} finally {
		ended.removeEventListener('abort', store.end);
		store.close();
		app.cleanup();
		keys.setRawMode(false);
		keys.destroy();
	}
};
