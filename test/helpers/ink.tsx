import { stripVTControlCharacters } from 'node:util';
import { Text } from 'ink';
import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { onTestFinished } from 'vitest';
import type { Size } from '../../source/screens/state.ts';

export type InkOnStreams = {
	/** What is drawn on; a key of what is known of it. */
	readonly stdout: object;
	/** What is on the screen, a text for each row, without colours and without spaces at the end. */
	readonly rows: () => readonly string[];
	/** The last frame as it was written. */
	readonly frame: () => string;
	readonly rerender: (node: ReactElement) => void;
	/** Types into what is rendered. */
	readonly write: (keys: string) => void;
	/** Tells that the terminal has another size now. */
	readonly resized: () => void;
};

/** Renders as in a terminal of this size; the library itself knows one of 100 columns only. */
export const renderInk = (node: ReactElement, size: () => Size): InkOnStreams => {
	const { stdout, stdin, rerender, lastFrame, unmount, cleanup } = render(<Text> </Text>);
	onTestFinished(() => {
		unmount();
		cleanup();
	});
	const write = stdout.write;
	Object.defineProperties(stdout, {
		columns: { get: () => size().columns },
		rows: { get: () => size().rows },
		// Ink waits for what it writes, the library forgets to say that it is written; and empty writes are no frames.
		write: {
			value: (text: string, written?: () => void) => {
				if (text !== '') {
					write(text);
				}

				written?.();
			},
		},
	});
	stdout.emit('resize');
	rerender(node);
	const frame = (): string => lastFrame() ?? '';
	return {
		stdout,
		rows: () =>
			stripVTControlCharacters(frame())
				.split('\n')
				.map(row => row.trimEnd()),
		frame,
		rerender,
		write: keys => stdin.write(keys),
		resized: () => stdout.emit('resize'),
	};
};
