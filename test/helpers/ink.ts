import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import type { Size } from '../../source/screens/state.ts';

export type InkOnStreams = {
	/** What is drawn on; a key of what is known of it. */
	readonly stdout: object;
	/** What is on the screen, a text for each row, without colours and without spaces at the end. */
	readonly rows: () => readonly string[];
	/** The last frame as it was written. */
	readonly frame: () => string;
	readonly rerender: (node: ReactNode) => void;
	/** Types into what is rendered. */
	readonly write: (keys: string) => void;
	/** Tells that the terminal has another size now. */
	readonly resized: () => void;
};

/** Renders on streams that are no terminal: every frame is written whole. */
export const renderInk = (node: ReactNode, size: () => Size): InkOnStreams => {
	let last = '';
	let typed: string | null = null;
	const stdout = Object.defineProperties(
		Object.assign(new EventEmitter(), {
			// Ink waits for what it writes; an empty write is no frame.
			write: (frame: string, written?: () => void) => {
				last = frame === '' ? last : frame;
				written?.();
				return true;
			},
		}),
		{ columns: { get: () => size().columns }, rows: { get: () => size().rows } },
	);
	const stdin = Object.assign(new EventEmitter(), {
		isTTY: true,
		read: () => {
			const keys = typed;
			typed = null;
			return keys;
		},
		setEncoding: () => undefined,
		setRawMode: () => undefined,
		ref: () => undefined,
		unref: () => undefined,
	});
	const ink = render(node, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	onTestFinished(() => {
		ink.unmount();
		ink.cleanup();
	});
	return {
		stdout,
		rows: () =>
			stripVTControlCharacters(last)
				.split('\n')
				.map(row => row.trimEnd()),
		frame: () => last,
		rerender: next => ink.rerender(next),
		write: keys => {
			typed = keys;
			stdin.emit('readable');
		},
		resized: () => stdout.emit('resize'),
	};
};
