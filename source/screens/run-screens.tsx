import { render } from 'ink';
import type { Actions } from '../actions/contract.ts';
import { fitsScreen } from '../base/cells.ts';
import type { Whereabouts } from '../base/paths.ts';
import { filterInput, type TerminalInput } from '../components/input-filter.ts';
import { asciiText, isUtf8 } from '../components/theme.ts';
import { App } from './app.tsx';
import { createAppStore } from './app-store.ts';
import { openRoute } from './routes.tsx';
import type { Outcome, ScreenRoute } from './state.ts';

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
	if (!fitsScreen(stdout)) {
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
