import type { Engine } from '../../engine/engine.ts';
import { type Container, startContainer } from '../instance/container.ts';
import type { Outside } from '../instance/mishaps.ts';
import type { PowerWord } from '../instance/power.ts';
import { tellImage } from './images.ts';
import { nowInSeconds } from './keeping.ts';
import { isLikelyKnown } from './known.ts';
import { type ListingSigns, plainMachine } from './listing.ts';
import { type LayeredMachine, startLayered } from './machine.ts';
import { openShelf, type Shelf } from './shelf.ts';
import { tidyLayers } from './tidy.ts';

/** How the states behind steps are kept, and whom that is told. */
export type LayerChoice = {
	/** Where their records are: absolute. */
	readonly folder: string;
	/** How much they may take, in bytes. */
	readonly limit: number;
	/** Whether all steps are run, whatever is kept. */
	readonly isFresh: boolean;
	/** Whether a text tells a secret. */
	readonly isSecret: (text: string) => boolean;
	/** A text without secrets. */
	readonly redact: (text: string) => string;
	/** The scripts of the steps as Packer will send them, in their order; undefined for what nobody knows. */
	readonly scripts: readonly (string | undefined)[];
	/** Told of a step by the content of its script: it was taken from a layer, by its name and the time of its making. */
	readonly onTaken: (script: string, layer: { readonly hash: string; readonly made: number }) => void;
	readonly onKept: (script: string, layer: { readonly hash: string }) => void;
	/** Nothing behind it is kept, and why: a few words. */
	readonly onUnkept: (script: string, why: string) => void;
};

export type MachineOptions = {
	readonly engine: Engine;
	/** The image that plays the base image, by a name and by its id. */
	readonly image: string;
	readonly id: string;
	/** The name of its containers, which get a number each. */
	readonly name: string;
	readonly username: string;
	readonly key: string;
	readonly buildId: string;
	readonly temporaryFolder: string;
	readonly outside: Outside;
	readonly listing: ListingSigns;
	readonly layers?: LayerChoice;
	readonly onDeath?: (sentence: string) => void;
};

/** The folder of the records; undefined if nothing can be kept there. */
const shelfFor = ({ folder }: LayerChoice): Promise<Shelf | undefined> =>
	openShelf(folder).catch(() => undefined);

/** Whether a machine will likely go on behind steps that were run before. */
export const goesOn = async (
	layers: LayerChoice,
	{ engine, id, username }: Pick<MachineOptions, 'engine' | 'id' | 'username'>,
): Promise<boolean> => {
	const shelf = await shelfFor(layers);
	return shelf !== undefined && isLikelyKnown({ ...layers, engine, shelf, imageId: id, username });
};

/** Starts a machine that scripts can be run on. @throws Error with what the engine says. */
export const startMachine = async (options: MachineOptions): Promise<LayeredMachine> => {
	const { engine, image, layers, outside } = options;
	let count = 0;
	let noteRestart = (): void => {};
	const start = async (of: string, formerKey: string | undefined): Promise<Container> => {
		count++;
		const onPower = async (word: PowerWord): Promise<void> => {
			noteRestart();
			if (word === 'off') {
				outside.turnOff();
				return;
			}

			outside.goDown();
			await container.endProcesses();
			outside.comeUp();
		};
		const container = await startContainer({
			engine,
			image: of,
			name: count === 1 ? options.name : `${options.name}-${count}`,
			username: options.username,
			key: options.key,
			formerKey,
			buildId: options.buildId,
			onPower: word => void onPower(word),
		});
		void container.died.then(reason => options.onDeath?.(reason));
		return container;
	};

	const shelf = layers && (await shelfFor(layers));
	const told = shelf && (await tellImage(engine, image));
	// Of a volume no commit takes anything along.
	if (!shelf || !told || told.hasVolumes) {
		const from = nowInSeconds();
		const container = await start(image, undefined);
		const { home, kill } = container;
		const started = { from, to: nowInSeconds() };
		return { ...plainMachine(container, started, options.listing), home, kill, noteRestart };
	}

	const machine = await startLayered({
		...layers,
		...options.listing,
		engine,
		shelf,
		image,
		imageId: options.id,
		imageSize: told.size,
		username: options.username,
		key: options.key,
		temporaryFolder: options.temporaryFolder,
		start,
	});
	({ noteRestart } = machine);
	return {
		...machine,
		end: async () => {
			await machine.end();
			await tidyLayers(engine, shelf, layers.limit);
		},
	};
};
