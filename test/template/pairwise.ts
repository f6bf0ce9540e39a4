/** The levels of each factor. */
export type Factors = Readonly<Record<string, readonly string[]>>;
export type Row = Readonly<Record<string, string>>;

type Choice = readonly [factor: string, level: string];

const pairKey = (a: Choice, b: Choice): string => [a.join('='), b.join('=')].sort().join(' & ');

/**
 * Rows in which every pair of levels of two factors stands together at least once.
 * @param fits whether two levels can stand together.
 */
export const pairwise = (factors: Factors, fits: (a: Choice, b: Choice) => boolean): readonly Row[] => {
	const names = Object.keys(factors);
	const choices = (name: string): Choice[] => (factors[name] ?? []).map(level => [name, level]);
	const open = new Map<string, readonly [Choice, Choice]>();
	names.forEach((name, index) => {
		for (const a of choices(name)) {
			for (const b of names.slice(index + 1).flatMap(choices)) {
				if (fits(a, b)) {
					open.set(pairKey(a, b), [a, b]);
				}
			}
		}
	});

	const rows: Row[] = [];
	for (let pair = open.values().next().value; pair !== undefined; pair = open.values().next().value) {
		const row: Choice[] = [...pair];
		for (const name of names.filter(candidate => !row.some(([chosen]) => chosen === candidate))) {
			const gain = (choice: Choice): number => row.filter(other => open.has(pairKey(choice, other))).length;
			const best = choices(name)
				.filter(choice => row.every(other => fits(choice, other)))
				.sort((a, b) => gain(b) - gain(a))[0];
			if (best === undefined) {
				throw new Error(`No level of ${name} fits ${JSON.stringify(row)}`);
			}

			row.push(best);
		}

		for (const a of row) {
			for (const b of row) {
				open.delete(pairKey(a, b));
			}
		}

		rows.push(Object.fromEntries(row));
	}

	return rows;
};
