/** Something that is measured again and again. Gives what one run came to. */
export type Contender<Value = number> = {
	readonly name: string;
	readonly run: () => Promise<Value>;
};

/** What was measured of a contender; nothing, and why, if it failed. */
export type Outcome<Value = number> = {
	readonly values: readonly Value[];
	readonly why?: string;
};

/** Why something failed, in one line. */
export const whyOf = (error: unknown): string =>
	(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/**
 * Measures all in turns (A B C A B C …), so that what the machine does meanwhile hits all alike; before that each runs
 * `warmUps` times and is not counted, so that files are in the cache of the system. Who fails takes no further part.
 * @returns what becomes of each, by its name.
 */
export const alternate = async <Value = number>(
	contenders: readonly Contender<Value>[],
	runs: number,
	{ signal, warmUps = 1 }: { readonly signal: AbortSignal; readonly warmUps?: number },
): Promise<(name: string) => Outcome<Value>> => {
	const outcomes = new Map<string, Outcome<Value>>();
	const outcomeOf = (name: string): Outcome<Value> =>
		outcomes.get(name) ?? { values: [], why: `${name} was not measured` };
	for (let turn = 0; turn < warmUps + runs; turn++) {
		for (const { name, run } of contenders) {
			if (turn > 0 && outcomeOf(name).why !== undefined) {
				continue;
			}

			signal.throwIfAborted();
			try {
				const value = await run();
				outcomes.set(name, { values: turn < warmUps ? [] : [...outcomeOf(name).values, value] });
			} catch (error) {
				signal.throwIfAborted();
				outcomes.set(name, { values: [], why: `${name} failed: ${whyOf(error)}` });
			}
		}
	}

	return outcomeOf;
};
