/** Something that is measured again and again. Gives what one run took, in whatever unit. */
export type Contender = {
	readonly name: string;
	readonly run: () => Promise<number>;
};

/** What was measured of a contender; nothing, and why, if it failed. */
export type Outcome = {
	readonly values: readonly number[];
	readonly why?: string;
};

/** Why something failed, in one line. */
export const whyOf = (error: unknown): string =>
	(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/**
 * Measures all in turns (A B C A B C …), so that what the machine does meanwhile hits all alike; before that each runs
 * `warmUps` times and is not counted, so that files are in the cache of the system. Who fails takes no further part.
 */
export const alternate = async (
	contenders: readonly Contender[],
	runs: number,
	{ signal, warmUps = 1 }: { readonly signal: AbortSignal; readonly warmUps?: number },
): Promise<ReadonlyMap<string, Outcome>> => {
	const outcomes = new Map<string, Outcome>(contenders.map(({ name }) => [name, { values: [] }]));
	for (let turn = 0; turn < warmUps + runs; turn++) {
		for (const { name, run } of contenders) {
			const { values, why } = outcomes.get(name) ?? { values: [] };
			if (why !== undefined) {
				continue;
			}

			signal.throwIfAborted();
			try {
				const value = await run();
				outcomes.set(name, { values: turn < warmUps ? [] : [...values, value] });
			} catch (error) {
				signal.throwIfAborted();
				outcomes.set(name, { values: [], why: `${name} failed: ${whyOf(error)}` });
			}
		}
	}

	return outcomes;
};
