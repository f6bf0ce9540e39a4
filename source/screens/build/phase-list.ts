import type { Timeline } from '../../builds/timeline/timeline.ts';
import {
	currentStep,
	earlierRow,
	firstStep,
	laterRow,
	type PhaseRow,
	partRow,
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

/** The steps that fit into so many rows. */
const stepRows = (
	{ steps }: Timeline,
	rows: number,
	{ now, selected }: { readonly now: number; readonly selected: number },
): readonly PhaseRow[] => {
	const { above, from, to, below } = stepWindow(steps.length, rows, selected);
	return [
		...(above === 0 ? [] : [earlierRow(steps.slice(0, above))]),
		...steps.slice(from, to).map((step, index) => stepRow(step, from + index, now)),
		...(below === 0 ? [] : [laterRow(below)]),
	];
};

/**
 * Things that are made side by side, below each other: each with its phases where there is room for all of them, else with
 * its steps below the phase that it is in. As many rows as there are from the first moment on.
 */
const partRows = (
	timeline: Timeline,
	parts: readonly Timeline[],
	{ now, room, steps, selected }: PhaseListOptions,
): readonly PhaseRow[] => {
	const share = Math.floor(room / parts.length) - 1;
	const needed = parts.map(part => phaseRows(part, now, 0).length + Math.min(part.steps.length, usualSteps));
	const isFolded = needed.some(rows => rows > share);
	return parts.flatMap((part, at) => {
		const first = firstStep(timeline, at);
		const isIn = selected !== undefined && selected >= first && selected < first + part.steps.length;
		const own = { now, selected: isIn ? selected - first : currentStep(part) };
		const rows = isFolded
			? stepRows(part, Math.min(part.steps.length, share), own)
			: listRows(part, { ...own, room: share, ...(steps !== undefined && { steps }) });
		return [
			partRow(part, now, isFolded),
			...rows.map(row => ({
				...row,
				id: row.step === undefined ? `${at}-${row.id}` : `step-${row.step + first}`,
				...(row.step !== undefined && { step: row.step + first }),
			})),
		];
	});
};

/** The phases in order, with the steps that fit below theirs. */
export const listRows = (timeline: Timeline, options: PhaseListOptions): readonly PhaseRow[] => {
	const { now, room, steps: enough = usualSteps, selected = currentStep(timeline) } = options;
	if (timeline.parts) {
		return partRows(timeline, timeline.parts, options);
	}

	const phases = phaseRows(timeline, now, room);
	const stepRoom = Math.max(0, Math.min(timeline.steps.length, enough, room - phases.length));
	const ofSteps = stepRows(timeline, stepRoom, { now, selected });
	return phases.flatMap(row => (row.id === 'provision' ? [row, ...ofSteps] : [row]));
};
