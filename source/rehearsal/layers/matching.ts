import type { ActAnswer, LayerRecord } from './record.ts';

/** How far what Packer does agrees with what was kept. */
export type Matching = {
	/** The layers of the steps that agreed from beginning to end, the first step first. */
	readonly behind: readonly LayerRecord[];
	/** Those whose beginning agrees with the step that Packer is at; never empty … */
	readonly candidates: readonly LayerRecord[];
	/** … and how many of their acts did. */
	readonly at: number;
};

type Found = { readonly matching: Matching; readonly answer: ActAnswer; readonly layer: LayerRecord };

const childrenOf = (records: readonly LayerRecord[], { hash, image }: LayerRecord): readonly LayerRecord[] =>
	records.filter(({ parent, on }) => parent === hash && on === image);

/**
 * The layers of steps with certain scripts, one behind the other, as far as there are any: those that what Packer does will
 * likely agree with. Nothing is answered by them.
 * @param scripts keyed hashes; undefined for a script that nobody knows.
 */
export const likelyLayers = (
	records: readonly LayerRecord[],
	root: string,
	scripts: readonly (string | undefined)[],
): readonly LayerRecord[] => {
	const layers: LayerRecord[] = [];
	for (const script of scripts) {
		const last = layers.at(-1);
		const next = last ? childrenOf(records, last) : records.filter(({ parent }) => parent === root);
		const [newest] = next
			.filter(record => record.script === script)
			.toSorted((one, other) => other.made - one.made);
		if (newest === undefined) {
			break;
		}

		layers.push(newest);
	}

	return layers;
};

/** Before the first act; undefined if nothing is kept behind the root. */
export const startMatching = (records: readonly LayerRecord[], root: string): Matching | undefined => {
	const candidates = records.filter(({ parent }) => parent === root);
	return candidates.length === 0 ? undefined : { behind: [], candidates, at: 0 };
};

const within = (matching: Matching, digest: string): Found | undefined => {
	const { behind, at } = matching;
	const candidates = matching.candidates.filter(({ acts }) => acts[at]?.digest === digest);
	const [layer] = candidates;
	const act = layer?.acts[at];
	return layer && act
		? { matching: { behind, candidates, at: at + 1 }, answer: act.answer, layer }
		: undefined;
};

/** With the step that Packer is at counted as over, if a layer agrees with all of it. */
export const withWhole = (matching: Matching): Matching => {
	const whole = matching.candidates.find(({ acts }) => acts.length === matching.at);
	return whole ? { behind: [...matching.behind, whole], candidates: [], at: 0 } : matching;
};

/**
 * The next act, if it agrees with one that was kept; undefined if not.
 * @param tidies whether it tidies up behind a script: that belongs to the step of the script, all else begins the next one.
 */
export const matchAct = (
	records: readonly LayerRecord[],
	matching: Matching,
	digest: string,
	tidies: boolean,
): Found | undefined => {
	const found = within(matching, digest);
	if (found || tidies) {
		return found;
	}

	const over = withWhole(matching);
	const last = over.behind.at(-1);
	return over === matching || last === undefined
		? undefined
		: within({ ...over, candidates: childrenOf(records, last) }, digest);
};
