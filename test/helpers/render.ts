import type { ReactElement } from 'react';
import type { Size } from '../../source/screens/state.ts';
import { renderInk } from './ink.tsx';

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

/** Renders as in a terminal of this size. */
export const renderAt = (size: Size, node: ReactElement): Rendered => {
	const { rows, rerender, write } = renderInk(node, () => size);
	return { rows, text: () => rows().join('\n'), rerender, write };
};
