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

/** So much of what was typed may be wrong where a few words are all that could be meant. */
const halfOf = (typed: string): number => Math.max(2, Math.floor(typed.length / 2));

/**
 * The candidate nearest to what was typed, by edit distance and without regard to case; undefined if none is near
 * enough to be meant, or has nothing in common with it.
 * @param furthest the edits at which a candidate still is; half of what was typed if missing.
 */
export const nearest = (
	typed: string,
	candidates: readonly string[],
	furthest = halfOf(typed),
): string | undefined => {
	const wanted = typed.toLowerCase();
	let best: { candidate: string; distance: number } | undefined;
	for (const candidate of candidates) {
		const least = Math.abs(candidate.length - wanted.length);
		if (least > furthest || (best !== undefined && least >= best.distance)) {
			continue;
		}

		const found = distance(wanted, candidate.toLowerCase());
		const isNothingAlike = found === Math.max(candidate.length, wanted.length);
		if (found <= furthest && !isNothingAlike && (best === undefined || found < best.distance)) {
			best = { candidate, distance: found };
		}
	}

	return best?.candidate;
};

/** Nobody means something else by a text that is longer than all names. */
const longestName = 64;

/** ` Did you mean t3.micro?`, to stand behind a sentence; empty if no candidate is near. */
export const didYouMean = (typed: string, candidates: readonly string[], furthest?: number): string => {
	const meant = typed.length > longestName ? undefined : nearest(typed, candidates, furthest);
	return meant === undefined ? '' : ` Did you mean ${meant}?`;
};
