import type { Engine } from '../../engine/engine.ts';
import { goingLayers, roomOf } from './going.ts';
import { layerImage, ownImages, placeImages, removeImage, tellImage } from './images.ts';
import { dropLayer, dropUnreadable, readLayers, type Shelf, tidyShelf } from './shelf.ts';

/** An image of ours without a record may be one that is just being kept, up to this age in milliseconds. */
const beingKept = 10 * 60_000;

/** The record goes first: who reads it from then on does not count on the image. */
const remove = async (engine: Engine, shelf: Shelf, hash: string): Promise<void> => {
	await dropLayer(shelf, hash);
	await removeImage(engine, layerImage(hash));
};

/**
 * Brings layers and their records into line with each other, and removes those that were used longest ago as far as all
 * take more than a limit in bytes. What others use is not removed. Does nothing if the engine does not answer.
 */
export const tidyLayers = async (engine: Engine, shelf: Shelf, limit: number): Promise<void> => {
	const now = Date.now();
	await tidyShelf(shelf, now);
	const there = await ownImages(engine, shelf);
	if (there === undefined) {
		return;
	}

	const known = (await readLayers(shelf)).filter(({ record }) => record.engine === engine.maker);
	const gone = known.filter(({ record }) => !there.has(record.image));
	for (const { record } of gone) {
		await dropLayer(shelf, record.hash);
	}

	const layers = known.filter(layer => !gone.includes(layer));
	for (const { hash } of goingLayers(layers, limit)) {
		await remove(engine, shelf, hash);
	}

	const images = new Set(layers.map(({ record }) => record.image));
	for (const image of there) {
		const told = images.has(image) ? undefined : await tellImage(engine, image);
		if (told && now - told.made > beingKept) {
			await removeImage(engine, image);
		}
	}
};

/** How many layers there are, as far as records tell, and what they take together in bytes. */
export const layersRoom = async (
	shelf: Pick<Shelf, 'folder'>,
): Promise<{ readonly count: number; readonly bytes: number }> => {
	const layers = await readLayers(shelf);
	return { count: layers.length, bytes: roomOf(layers) };
};

/** Removes images, those that others stand on behind those; gives how many are gone. */
const removeImages = async (engine: Engine, images: ReadonlySet<string>): Promise<number> => {
	const left = new Set(images);
	for (let before = Number.POSITIVE_INFINITY; left.size > 0 && left.size < before; ) {
		before = left.size;
		for (const image of left) {
			if (await removeImage(engine, image)) {
				left.delete(image);
			}
		}
	}

	return images.size - left.size;
};

/**
 * Removes all layers of an engine, but for those that something runs of, and what is there of them without a record: an
 * older one of the same name, or those of a folder whose key was deleted. Gives how many images of that kind were
 * removed, and how many images are left.
 */
export const removeLayers = async (
	engine: Engine,
	shelf: Shelf,
): Promise<{ readonly strays: number; readonly left: number }> => {
	const layers = (await readLayers(shelf)).filter(({ record }) => record.engine === engine.maker);
	for (const { hash } of goingLayers(layers, -1)) {
		await remove(engine, shelf, hash);
	}

	await dropUnreadable(shelf);
	const strays = await removeImages(engine, await placeImages(engine, shelf));
	return { strays, left: (await placeImages(engine, shelf)).size };
};
