import { type Chunk, chunkSize, noPlace, noStep, sourceIn } from './log-chunk.ts';
import type { LogSource } from './stages.ts';

/** A log that is being written: what others may have of it is copied before it is changed for the first time. */
export type GrowingLog = {
	length: number;
	readonly chunks: Chunk[];
	readonly owned: Set<Chunk>;
	firstHeld: number;
	kept: ReadonlyMap<number, string>;
	keptOfSteps: ReadonlyMap<number, readonly number[]>;
};

/** So many pieces, and characters in them, are held at most: the last one always is. */
const mostHeld = 8;
const mostCharacters = 4 * 1024 * 1024;
/** How many of the last lines of each step are kept: why a script failed stands there. */
const lastOfStep = 300;
/** How many lines that Packer itself said are kept beside the last ones: far more than it says of a build. */
const mostOwn = 10_000;

/** Whether a script printed it; else it is of Packer itself, or of ours. */
const isOfScript = (source: LogSource): boolean => source === 'stdout' || source === 'stderr';

/** How many lines of a step stand in the pieces from one on, as far as it matters. */
const heldOfStep = ({ chunks, length }: GrowingLog, from: number, step: number): number => {
	let count = 0;
	for (let index = from * chunkSize; index < length && count < lastOfStep; index++) {
		count += chunks[Math.floor(index / chunkSize)]?.steps[index % chunkSize] === step ? 1 : 0;
	}

	return count;
};

/** Lets the texts of the first piece go that are held, but for those of which reports are made. */
const letGo = (open: GrowingLog): void => {
	const index = open.firstHeld;
	const chunk = open.chunks[index];
	open.firstHeld++;
	if (!chunk?.texts) {
		return;
	}

	const kept = new Map(open.kept);
	const ofSteps = new Map(open.keptOfSteps);
	const held = new Map([...new Set(chunk.steps)].map(step => [step, heldOfStep(open, open.firstHeld, step)]));
	for (const [at, text] of chunk.texts.entries()) {
		const line = index * chunkSize + at;
		const step = chunk.steps[at] ?? noStep;
		if (!isOfScript(sourceIn(chunk, at))) {
			if (kept.size < mostOwn || chunk.entries[at] === noPlace) {
				kept.set(line, text);
			}
		} else if (chunk.entries[at] === noPlace) {
			kept.set(line, text);
		} else if ((held.get(step) ?? 0) < lastOfStep) {
			kept.set(line, text);
			const lines = [...(ofSteps.get(step) ?? []), line];
			for (const gone of lines.slice(0, -lastOfStep)) {
				kept.delete(gone);
			}

			ofSteps.set(step, lines.slice(-lastOfStep));
		}
	}

	open.kept = kept;
	open.keptOfSteps = ofSteps;
	const bare = { ...chunk, texts: undefined, characters: 0 };
	open.chunks[index] = bare;
	if (open.owned.has(chunk)) {
		open.owned.add(bare);
	}
};

/** Lets texts go as long as too many are held. */
export const letGoOfSome = (open: GrowingLog): void => {
	let characters = 0;
	for (let index = open.firstHeld; index < open.chunks.length; index++) {
		characters += open.chunks[index]?.characters ?? 0;
	}

	while (
		open.firstHeld < open.chunks.length - 1 &&
		(open.chunks.length - open.firstHeld > mostHeld || characters > mostCharacters)
	) {
		characters -= open.chunks[open.firstHeld]?.characters ?? 0;
		letGo(open);
	}
};
