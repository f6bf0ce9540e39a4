import { cellWidth } from '../../base/cells.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { type Area, frameBody, frameWidth } from '../../components/frame/layout.ts';
import { longestNames } from '../../flow/words/phases.ts';
import type { Size } from '../state.ts';

/** Where things are on the screen of a build, in cells and rows. Decided by the build and the terminal's size alone. */
export type BuildLayout = {
	/** Cells of a row. */
	readonly width: number;
	readonly body: Area;
	/** Whether the phases are one row on top, for want of width. */
	readonly narrow: boolean;
	/** Whether the state of the log stands above the footer; in a low terminal it is the log's last row. */
	readonly statusRow: boolean;
	/** Cells of the list of phases. */
	readonly listWidth: number;
	readonly logWidth: number;
	readonly logHeight: number;
	/** Rows of steps below their phase, at most. */
	readonly steps: number;
};

const headerRows = 2;
/** Cells between the list and the log. */
export const columnGap = 2;
/** `59 m 59 s` and a space before it; `from 28 Nov` where steps were taken from before. */
const timeCells = { usual: 10, taken: 12 };
const signCells = 2;
const leastListWidth = 31;
/** On a terminal of 80 columns the log needs what is left. */
const usualListWidth = 38;
/** From here on the names of steps need not be cut. */
const roomyColumns = 100;
const roomyListWidth = 50;
/** Rows of a terminal on which four steps are shown; each row more shows one more. */
const usualRows = 23;
const usualSteps = 4;

/** The layout for a size, columns and rows of the terminal. */
export const buildLayout = (timeline: Timeline, size: Size): BuildLayout => {
	const width = frameWidth(size);
	const narrow = size.columns < 76;
	const statusRow = size.rows >= 20;
	const body = frameBody(size, headerRows, statusRow ? 2 : 1);
	const roomy = size.columns >= roomyColumns;
	const widest = roomy ? roomyListWidth : usualListWidth;
	const names = Math.max(...longestNames(timeline, roomy).map(cellWidth));
	const isTaken = timeline.steps.some(({ from }) => from !== undefined);
	const wanted = Math.max(leastListWidth, names + signCells + timeCells[isTaken ? 'taken' : 'usual']);
	const listWidth = narrow ? width : Math.min(widest, wanted);
	return {
		width,
		body,
		narrow,
		statusRow,
		listWidth,
		logWidth: narrow ? width : width - listWidth - columnGap,
		logHeight: Math.max(1, body.height - (narrow ? 1 : 0) - (statusRow ? 0 : 1)),
		steps: usualSteps + Math.max(0, size.rows - usualRows),
	};
};
