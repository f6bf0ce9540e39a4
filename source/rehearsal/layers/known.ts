import type { Engine } from '../../engine/engine.ts';
import { ownImages } from './images.ts';
import { likelyLayers } from './matching.ts';
import type { LayerRecord } from './record.ts';
import { readLayers, type Shelf, scriptDigest } from './shelf.ts';

/** What tells which layers are those of a machine. */
export type MachineKind = {
	readonly engine: Engine;
	readonly shelf: Shelf;
	/** The id of the image that plays the base image. */
	readonly imageId: string;
	readonly username: string;
	/** Whether all is run, whatever is kept. */
	readonly isFresh: boolean;
	/** The scripts of the steps as Packer will send them, in their order; undefined for what nobody knows. */
	readonly scripts: readonly (string | undefined)[];
};

/** What is kept of machines of a kind. */
export type KnownMachine = {
	/** Stands for a machine at which nothing was done yet. */
	readonly root: string;
	readonly records: readonly LayerRecord[];
	/** The layers of the steps that will likely not be run again, the first step first. */
	readonly likely: readonly LayerRecord[];
};

const rootText = ({ engine, imageId, username }: MachineKind): string =>
	JSON.stringify(['root', engine.maker, imageId, username]);

const knownOf = (kind: MachineKind, records: readonly LayerRecord[]): KnownMachine => {
	const { shelf, scripts } = kind;
	const root = shelf.digest(rootText(kind));
	const digests = scripts.map(script => (script === undefined ? undefined : scriptDigest(shelf, script)));
	return { root, records, likely: likelyLayers(records, root, digests) };
};

const readRecords = async ({
	engine,
	shelf,
	isFresh,
	username,
}: MachineKind): Promise<readonly LayerRecord[]> =>
	(isFresh ? [] : await readLayers(shelf))
		.map(({ record }) => record)
		.filter(record => record.engine === engine.maker && record.username === username);

/** Whether steps will likely not be run again, as far as records tell: the engine is not asked. */
export const isLikelyKnown = async (kind: MachineKind): Promise<boolean> =>
	knownOf(kind, await readRecords(kind)).likely.length > 0;

/** What is kept, and is there. */
export const readKnown = async (kind: MachineKind): Promise<KnownMachine> => {
	const records = await readRecords(kind);
	const there = records.length === 0 ? undefined : await ownImages(kind.engine, kind.shelf);
	return knownOf(
		kind,
		records.filter(({ image }) => there?.has(image)),
	);
};
