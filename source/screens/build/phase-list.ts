import type { Timeline } from '../../builds/timeline/timeline.ts';
import {
	currentStep,
	earlierRow,
	laterRow,
	type PhaseRow,
	phaseRows,
	stepRow,
} from '../../flow/words/phases.ts';

/** What a window of a few rows shows of a list of steps; `from` is included, `to` is not. */
type StepWindow = {
	/** Steps above the window that are told in one row. */
	readonly above: number;
	readonly from: number;
	readonly to: number;
	/** Steps below the window that are told in one row. */
	readonly below: number;
};

/**
 * The steps that fit into `rows` rows so that the one at `current` is among them. What does not fit is told in the
 * first and the last row, if there are rows enough for that (three).
 */
export const stepWindow = (steps: number, rows: number, current: number): StepWindow => {
	if (steps <= rows) {
		return { above: 0, from: 0, to: steps, below: 0 };
	}

	if (rows < 3) {
		const from = Math.max(0, Math.min(current, steps - rows));
		return { above: 0, from, to: from + rows, below: 0 };
	}

	if (current <= rows - 2) {
		return { above: 0, from: 0, to: rows - 1, below: steps - rows + 1 };
	}

	if (current > steps - rows) {
		return { above: steps - rows + 1, from: steps - rows + 1, to: steps, below: 0 };
	}

	return { above: current, from: current, to: current + rows - 2, below: steps - current - rows + 2 };
};

export type PhaseListOptions = {
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Rows that the list may take. */
	readonly room: number;
	/** Rows of steps that are enough where there is room for more. */
	readonly steps?: number;
	/** Index of the step that has to be among those shown; the current one if missing. */
	readonly selected?: number | undefined;
};

/** Rows of steps below their phase on a screen of the usual height. */
const usualSteps = 4;

/** The phases in order, with the steps that fit below theirs. */
export const listRows = (
	timeline: Timeline,
	{ now, room, steps: enough = usualSteps, selected = currentStep(timeline) }: PhaseListOptions,
): readonly PhaseRow[] => {
	const { steps } = timeline;
	const phases = phaseRows(timeline, now, room);
	const stepRoom = Math.max(0, Math.min(steps.length, enough, room - phases.length));
	const { above, from, to, below } = stepWindow(steps.length, stepRoom, selected);
	const ofSteps = [
		...(above === 0 ? [] : [earlierRow(steps.slice(0, above))]),
		...steps.slice(from, to).map((step, index) => stepRow(step, from + index, now)),
		...(below === 0 ? [] : [laterRow(below)]),
	];
	return phases.flatMap(row => (row.id === 'provision' ? [row, ...ofSteps] : [row]));
};
