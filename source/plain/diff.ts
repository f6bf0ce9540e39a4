/** A line of a comparison: in both texts, only in the old, or only in the new. */
export type DiffLine = { readonly sign: ' ' | '-' | '+'; readonly text: string };

/** Length of the longest common subsequence from every pair of places on. */
const commonLengths = (old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] => {
	const table = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
	for (let row = old.length - 1; row >= 0; row--) {
		for (let column = fresh.length - 1; column >= 0; column--) {
			const cells = table[row];
			if (cells) {
				cells[column] =
					old[row] === fresh[column]
						? (table[row + 1]?.[column + 1] ?? 0) + 1
						: Math.max(table[row + 1]?.[column] ?? 0, cells[column + 1] ?? 0);
			}
		}
	}

	return table;
};

/** Comparisons that need a larger table are not worth their memory. */
const largestTable = 4_000_000;

const compared = (old: readonly string[], fresh: readonly string[]): readonly DiffLine[] => {
	if (old.length * fresh.length > largestTable) {
		return [
			...old.map(text => ({ sign: '-', text }) as const),
			...fresh.map(text => ({ sign: '+', text }) as const),
		];
	}

	const lengths = commonLengths(old, fresh);
	const lines: DiffLine[] = [];
	let row = 0;
	let column = 0;
	while (row < old.length || column < fresh.length) {
		const left = old[row];
		const right = fresh[column];
		if (left !== undefined && left === right) {
			lines.push({ sign: ' ', text: left });
			row++;
			column++;
		} else if (
			right === undefined ||
			(left !== undefined && (lengths[row + 1]?.[column] ?? 0) >= (lengths[row]?.[column + 1] ?? 0))
		) {
			lines.push({ sign: '-', text: left ?? '' });
			row++;
		} else {
			lines.push({ sign: '+', text: right });
			column++;
		}
	}

	return lines;
};

/** The lines of two texts compared, in order. */
export const diffLines = (oldText: string, newText: string): readonly DiffLine[] => {
	const old = oldText.split('\n');
	const fresh = newText.split('\n');
	const shorter = Math.min(old.length, fresh.length);
	let before = 0;
	while (before < shorter && old[before] === fresh[before]) {
		before++;
	}

	let after = 0;
	while (after < shorter - before && old.at(-1 - after) === fresh.at(-1 - after)) {
		after++;
	}

	const same = (text: string): DiffLine => ({ sign: ' ', text });
	return [
		...old.slice(0, before).map(same),
		...compared(old.slice(before, old.length - after), fresh.slice(before, fresh.length - after)),
		...old.slice(old.length - after).map(same),
	];
};

/** Only what differs, with the lines around it; `...` stands for what is the same. */
export const shortDiff = (lines: readonly DiffLine[], around = 2): readonly string[] => {
	const near = lines.map((_, index) =>
		lines.slice(Math.max(0, index - around), index + around + 1).some(line => line.sign !== ' '),
	);
	return lines.flatMap(({ sign, text }, index) =>
		near[index] ? [`${sign} ${text}`] : near[index - 1] || index === 0 ? ['  ...'] : [],
	);
};
