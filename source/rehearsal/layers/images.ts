import * as z from 'zod';
import { parsedJson } from '../../base/json.ts';
import { type Engine, lastLine, runEngine } from '../../engine/engine.ts';

/** What the images of layers are called; their tag is the hash. */
const layerRepository = 'localhost/packer-wizard-layers';

/** The label of their owner, the folder of their records with its key; and that of the place of that folder. */
const ownerLabel = 'packer-wizard.layers';
const placeLabel = 'packer-wizard.layers.place';

/** Whose layers are meant: those of a folder with its key, or those of its place, whatever became of it. */
export type LayerOwner = { readonly owner: string; readonly place: string };

const mostTimeToKeep = 120_000;
const mostTimeToAsk = 30_000;

const withoutKind = (id: string): string => id.trim().replace(/^sha256:/, '');

const inspected = z
	.tuple([
		z.looseObject({
			Size: z.number(),
			Created: z.string(),
			Config: z.looseObject({ Volumes: z.record(z.string(), z.unknown()).nullish() }).nullish(),
		}),
	])
	.readonly();

/** What the engine tells of an image. */
export type ToldImage = {
	/** In bytes, with all layers below. */
	readonly size: number;
	/** When it was made, milliseconds since 1970. */
	readonly made: number;
	/** Whether it has places whose files no commit takes along. */
	readonly hasVolumes: boolean;
	/** All that it says: settings, labels, and with Podman the history. */
	readonly text: string;
};

/** What the engine tells of an image; undefined if it is not there. */
export const tellImage = async (engine: Engine, image: string): Promise<ToldImage | undefined> => {
	const about = await runEngine(engine, ['image', 'inspect', image], { milliseconds: mostTimeToAsk });
	const [told] = inspected.safeParse(parsedJson(about.stdout)).data ?? [];
	return about.exitCode === 0 && told !== undefined
		? {
				size: told.Size,
				made: Date.parse(told.Created),
				hasVolumes: Object.keys(told.Config?.Volumes ?? {}).length > 0,
				text: about.stdout,
			}
		: undefined;
};

/** How the image of a layer is called. */
export const layerImage = (hash: string): string => `${layerRepository}:${hash}`;

/**
 * Keeps the state of a container as the image of a layer; gives its id. One that had the name before loses it.
 * @throws Error with what the engine says.
 */
export const commitContainer = async (
	engine: Engine,
	container: string,
	{ hash, owner, place }: LayerOwner & { readonly hash: string },
): Promise<string> => {
	const changes = [
		`LABEL ${ownerLabel}=${owner}`,
		`LABEL ${placeLabel}=${place}`,
		...['ENTRYPOINT []', 'CMD ["/bin/bash"]'],
	];
	const options = ['--pause=false', ...changes.flatMap(change => ['--change', change])];
	const { exitCode, stdout, stderr } = await runEngine(
		engine,
		['commit', ...options, container, layerImage(hash)],
		{ milliseconds: mostTimeToKeep },
	);
	const id = withoutKind(lastLine(stdout));
	if (exitCode !== 0 || !/^[\da-f]{64}$/.test(id)) {
		throw new Error(lastLine(stderr) || 'the engine kept nothing');
	}

	return id;
};

/** How often an engine is asked for a list: Podman fails at it while somebody else removes an image. */
const mostAsked = 3;

const labelled = async (
	engine: Engine,
	label: string,
	value: string,
): Promise<ReadonlySet<string> | undefined> => {
	for (let asked = 0; asked < mostAsked; asked++) {
		const { exitCode, stdout } = await runEngine(
			engine,
			['images', '--all', '--quiet', '--no-trunc', '--filter', `label=${label}=${value}`],
			{ milliseconds: mostTimeToAsk },
		);
		if (exitCode === 0) {
			return new Set(stdout.split('\n').map(withoutKind).filter(Boolean));
		}
	}

	return undefined;
};

/** The ids of all images that an owner has in an engine; undefined if it does not answer. */
export const ownImages = (engine: Engine, { owner }: Pick<LayerOwner, 'owner'>) =>
	labelled(engine, ownerLabel, owner);

/** The same with those of former owners at that place, as when somebody deleted its key. */
export const placeImages = async (
	engine: Engine,
	{ owner, place }: LayerOwner,
): Promise<ReadonlySet<string>> => {
	const found = [await labelled(engine, ownerLabel, owner), await labelled(engine, placeLabel, place)];
	return new Set(found.flatMap(images => [...(images ?? [])]));
};

/**
 * Removes an image by its name or id, unless something stands on it or runs of it: it is never forced. Gives whether it is
 * gone.
 */
export const removeImage = async (engine: Engine, image: string): Promise<boolean> => {
	const { exitCode } = await runEngine(engine, ['image', 'rm', image], { milliseconds: mostTimeToKeep });
	return exitCode === 0;
};
