import { cellWidth, cut } from '../../base/cells.ts';
import type { Line } from '../line.ts';
import { type StyleName, signs } from '../theme.ts';

export type StepStatus = 'waiting' | 'running' | 'done' | 'not-run' | 'failed' | 'skipped';

export type StepListRow = {
	readonly id: string;
	readonly status: StepStatus;
	readonly name: string;
	/** Counted in place, at the end of the row. */
	readonly time: string;
	readonly indented: boolean;
};

/** The sign of each state; no colour is the only one. */
export const statusSigns: Readonly<Record<StepStatus, { readonly sign: string; readonly style: StyleName }>> =
	{
		waiting: { sign: ' ', style: 'plain' },
		running: { sign: signs.running, style: 'accent' },
		done: { sign: signs.done, style: 'done' },
		'not-run': { sign: signs.notRun, style: 'warning' },
		failed: { sign: signs.failed, style: 'failed' },
		skipped: { sign: '-', style: 'plain' },
	};

/** A step with its state, and the time in one column with those of the others. */
export const stepLine = (row: StepListRow, width: number, isMarked: boolean): Line => {
	const { sign, style } = statusSigns[row.status];
	// Only steps can be marked: the mark has the place of their indent.
	const indent = row.indented ? (isMarked ? `${signs.mark} ` : '  ') : '';
	const room = width - cellWidth(indent) - 2 - cellWidth(row.time) - 1;
	const name = cut(row.name, room);
	return [
		{ text: indent, style: 'marked' },
		{ text: `${sign} `, style },
		{ text: name, style: isMarked ? 'marked' : row.status === 'running' ? 'heading' : 'plain' },
		{ text: ' '.repeat(Math.max(1, room - cellWidth(name) + 1)) },
		{ text: row.time },
	];
};
