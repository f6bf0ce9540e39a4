import { Text, useApp, useCursor, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { fitsScreen, smallestScreen, wrap } from '../base/cells.ts';
import { keyPresses } from '../components/keypress.ts';
import type { AppStore } from './app-store.ts';
import type { Size } from './state.ts';

const TooSmall = ({ size }: { readonly size: Size }): ReactNode => {
	const { setCursorPosition } = useCursor();
	setCursorPosition(undefined);
	const text = `This terminal has ${size.columns}×${size.rows} cells, packer-wizard needs ${smallestScreen.columns}×${smallestScreen.rows}. Make it larger: it goes on where it was.`;
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
	const tooSmall = !fitsScreen(size);

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
