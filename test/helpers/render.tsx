import { stripVTControlCharacters } from 'node:util';
import { Text } from 'ink';
import { cleanup, render as renderInk } from 'ink-testing-library';
import type { ReactElement } from 'react';
import { afterEach } from 'vitest';
import type { Size } from '../../source/screens/state.ts';

/** The sizes that every screen is tried at: the smallest, the usual one inside tmux, a large one. */
export const sizes: readonly Size[] = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 23 },
	{ columns: 140, rows: 45 },
];

export type Rendered = {
	/** What is on the screen, a text for each row, without colours and without spaces at the end. */
	readonly rows: () => readonly string[];
	readonly text: () => string;
	readonly rerender: (node: ReactElement) => void;
	/** Types into what is rendered. */
	readonly write: (keys: string) => void;
};

afterEach(cleanup);

/** Renders as in a terminal of this size; the library itself knows one of 100 columns only. */
export const renderAt = ({ columns, rows }: Size, node: ReactElement): Rendered => {
	const { stdout, stdin, rerender, lastFrame } = renderInk(<Text> </Text>);
	Object.defineProperty(stdout, 'columns', { value: columns });
	Object.defineProperty(stdout, 'rows', { value: rows });
	stdout.emit('resize');
	rerender(node);
	const shown = () =>
		stripVTControlCharacters(lastFrame() ?? '')
			.split('\n')
			.map(row => row.trimEnd());
	return {
		rows: shown,
		text: () => shown().join('\n'),
		rerender: next => rerender(next),
		write: keys => stdin.write(keys),
	};
};
