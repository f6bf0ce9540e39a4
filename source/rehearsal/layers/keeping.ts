import type { Engine } from '../../engine/engine.ts';
import type { Container } from '../instance/container.ts';
import { commitContainer, removeImage, tellImage } from './images.ts';
import { type LayerRecord, recordVersion } from './record.ts';
import { keepLayer, type Shelf } from './shelf.ts';
import { findUnkept } from './stillness.ts';

/** A step as it was: what its layer is made of. */
export type StepState = Pick<
	LayerRecord,
	'parent' | 'on' | 'acts' | 'made' | 'username' | 'home' | 'key' | 'spans' | 'script'
> & {
	/** When the step began, seconds since 1970. */
	readonly began: number;
	readonly container: Container;
	/** When the container was started, seconds since 1970. */
	readonly started: number;
	/** The size of the image below, in bytes. */
	readonly below: number;
};

/** A layer that was kept, or why none was: a few words. */
export type KeptState =
	| { readonly record: LayerRecord; readonly why?: never }
	| { readonly record?: never; readonly why: string };

/** The hash of a layer: of what came before, and of all that Packer did. */
const layerHash = (shelf: Shelf, { parent, acts }: Pick<LayerRecord, 'parent' | 'acts'>): string =>
	shelf.digest(JSON.stringify([parent, ...acts.map(({ digest }) => digest)]));

/** Seconds since 1970, as files have their times. */
export const nowInSeconds = (): number => Date.now() / 1000;

/**
 * Keeps the state of a machine behind a step: commits its container, looks whether the image tells a secret, and writes
 * the record at last. Who is killed in between leaves an image without a record, which nobody uses and `tidyLayers`
 * removes.
 */
export const keepState = async (
	engine: Engine,
	shelf: Shelf,
	state: StepState,
	isSecret: (text: string) => boolean,
): Promise<KeptState> => {
	const { container, started, below, began, ...step } = state;
	const unkept = await findUnkept(engine, container.name, started);
	if (!unkept || unkept.running.length > 0 || unkept.isChanged) {
		const names = unkept?.running.join(', ');
		return { why: names ? `it left ${names} running` : 'it changed what lies on no disk' };
	}

	const hash = layerHash(shelf, step);
	let image: string | undefined;
	try {
		image = await commitContainer(engine, container.name, { hash, owner: shelf.owner, place: shelf.place });
		const to = nowInSeconds();
		const told = await tellImage(engine, image);
		if (told === undefined || isSecret(told.text)) {
			await removeImage(engine, image);
			return { why: 'a secret would stand in the settings of its image' };
		}

		const record: LayerRecord = {
			version: recordVersion,
			hash,
			engine: engine.maker,
			image,
			bytes: Math.max(0, told.size - below),
			size: told.size,
			...step,
			spans: [...step.spans, { from: began, to }],
		};
		await keepLayer(shelf, record);
		return { record };
	} catch (error) {
		if (image !== undefined) {
			await removeImage(engine, image);
		}

		return { why: error instanceof Error ? error.message : String(error) };
	}
};
