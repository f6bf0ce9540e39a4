const distance = (a: string, b: string): number => {
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
			current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}

		previous = current;
	}

	return previous[b.length] ?? 0;
};

/**
 * The candidate nearest to what was typed, by edit distance and without regard to case; undefined if none is near
 * enough to be meant (more than half of it would have to change).
 */
export const nearest = (typed: string, candidates: readonly string[]): string | undefined => {
	const wanted = typed.toLowerCase();
	let best: { candidate: string; distance: number } | undefined;
	for (const candidate of candidates) {
		const found = distance(wanted, candidate.toLowerCase());
		if (best === undefined || found < best.distance) {
			best = { candidate, distance: found };
		}
	}

	return best && best.distance <= Math.max(2, Math.floor(wanted.length / 2)) ? best.candidate : undefined;
};
