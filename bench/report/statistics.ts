const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/**
 * The value below which a share of the others lies, interpolated between two neighbours.
 * @param share from 0, the smallest, to 1, the largest.
 * @throws RangeError if there are no values.
 */
export const quantile = (values: readonly number[], share: number): number => {
	const order = sorted(values);
	const at = (order.length - 1) * share;
	const below = order[Math.floor(at)];
	const above = order[Math.ceil(at)];
	if (below === undefined || above === undefined) {
		throw new RangeError('there is no quantile of nothing');
	}

	return below + (above - below) * (at - Math.floor(at));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** How far the middle half of the values lies apart, as a share of their median. */
export const spread = (values: readonly number[]): number =>
	(quantile(values, 0.75) - quantile(values, 0.25)) / median(values);
