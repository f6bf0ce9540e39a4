/** What a window of a few rows shows of a list of steps; `from` is included, `to` is not. */
export type StepWindow = {
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
