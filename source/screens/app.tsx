import { render, Text, useApp, useCursor, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import type { Actions } from '../actions/contract.ts';
import { wrap } from '../base/cells.ts';
import type { Whereabouts } from '../base/paths.ts';
import { filterInput, type TerminalInput } from '../components/input-filter.ts';
import { keyPresses } from '../components/keypress.ts';
import { asciiText, isUtf8 } from '../components/theme.ts';
import { type AppStore, createAppStore } from './app-store.ts';
import { openRoute } from './routes.tsx';
import type { Outcome, ScreenRoute, Size } from './state.ts';

/** The smallest terminal that the screens work in. */
const leastSize: Size = { columns: 60, rows: 16 };

const isTooSmall = ({ columns, rows }: Size): boolean => columns < leastSize.columns || rows < leastSize.rows;

const TooSmall = ({ size }: { readonly size: Size }): ReactNode => {
	const { setCursorPosition } = useCursor();
	setCursorPosition(undefined);
	const text = `This terminal has ${size.columns}×${size.rows} cells, packer-wizard needs ${leastSize.columns}×${leastSize.rows}. Make it larger: it goes on where it was.`;
	return (
		<Text>
			{wrap(text, Math.max(1, size.columns - 1))
				.slice(0, Math.max(1, size.rows - 1))
				.join('\n')}
		</Text>
	);
};

/** The root: the only one that listens to keys, and the only one that knows the terminal's size. */
export const App = ({ store }: { readonly store: AppStore }): ReactNode => {
	const { exit, waitUntilRenderFlush } = useApp();
	const { columns, rows } = useWindowSize();
	const size = { columns, rows };
	useSyncExternalStore(store.subscribe, store.version);
	const actedOn = store.actedOn();
	const tooSmall = isTooSmall(size);

	useInput((input, key) => {
		const presses = keyPresses(input, key);
		// Nothing else can be seen then, and so nothing else can be meant.
		store.press(tooSmall ? presses.filter(({ name }) => name === 'ctrl-c') : presses, size);
	});
	usePaste(text => {
		if (!tooSmall) {
			store.paste(text, size);
		}
	});
	useLayoutEffect(() => {
		if (!tooSmall) {
			waitUntilRenderFlush().then(() => store.drawn(actedOn));
		}
	}, [store, actedOn, tooSmall, waitUntilRenderFlush]);
	useEffect(() => {
		const timer = setInterval(() => store.tick(Date.now()), 1000);
		return () => clearInterval(timer);
	}, [store]);
	useEffect(() => {
		store.ended.then(
			() => exit(),
			(error: unknown) => exit(error instanceof Error ? error : new Error(String(error))),
		);
	}, [store, exit]);

	return tooSmall ? <TooSmall size={size} /> : store.top()?.view(size);
};

/** Writes to a terminal whose locale is not UTF-8: a sign of one cell for each that it cannot show. */
const asciiOutput = (stdout: NodeJS.WriteStream): NodeJS.WriteStream =>
	new Proxy(stdout, {
		get: (target, property) => {
			if (property === 'write') {
				return (chunk: unknown, ...rest: readonly never[]) =>
					Reflect.apply(target.write, target, [
						typeof chunk === 'string' ? asciiText(chunk) : chunk,
						...rest,
					]);
			}

			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

export type ScreensOptions = {
	readonly actions: Actions;
	/** Home if missing. */
	readonly start?: ScreenRoute;
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
	stdin,
	stdout,
	whereabouts,
	ended,
}: ScreensOptions): Promise<Outcome | 'too-small'> => {
	const { environment } = whereabouts;
	if (isTooSmall({ columns: stdout.columns, rows: stdout.rows })) {
		return 'too-small';
	}

	const canShowAll = isUtf8(environment, process.platform);
	const shown = (text: string): string => (canShowAll ? text : asciiText(text));
	const keys = filterInput(stdin, environment);
	const store = createAppStore({ actions, whereabouts, start, open: openRoute });
	// Ink listens only after its first frame, and draws that where the cursor stands. What was typed until now was echoed
	// and has moved the cursor; what comes meanwhile would be echoed into the frame.
	stdin.setRawMode?.(true);
	stdout.write('\r');
	const app = render(<App store={store} />, {
		stdin: keys,
		stdout: canShowAll ? stdout : asciiOutput(stdout),
		// A terminal is a terminal in CI, too: who called us has looked.
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
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
		stdin.setRawMode?.(false);
		keys.destroy();
	}
};
