import type { Container } from '../instance/container.ts';
import { nowInSeconds } from './keeping.ts';
import type { CountedTime, LayerRecord } from './record.ts';

/** What a container is started of: an image, with the line that let in the machine whose state that is. */
type Origin = { readonly image: string; readonly key: string | undefined };

/** Whoever starts the containers of one machine. */
export type Starter = {
	/** A container of an image. @throws Error with what the engine says. */
	readonly startOf: (image: string, key: string | undefined) => Promise<Container>;
	/** A container of the newest of some layers that is there, and how many of them it is behind. */
	readonly startBehind: (layers: readonly LayerRecord[]) => Promise<readonly [Container, number]>;
	/** When containers were started: what changed in them then belongs to no step. */
	readonly spans: () => readonly CountedTime[];
	/** Ends a container that nobody came to need. */
	readonly end: () => Promise<void>;
};

/**
 * A starter that begins at once with the container that will likely be needed: it comes up while Packer is still on the
 * way. Where another one is needed, it goes with the machine.
 * @param likely the layer of that container; undefined if none is started before one is needed.
 * @param base the image of a machine at which nothing was done.
 */
export const newStarter = (
	start: (image: string, key: string | undefined) => Promise<Container>,
	likely: LayerRecord | undefined,
	base: string,
): Starter => {
	const spans: CountedTime[] = [];
	const begin = async ({ image, key }: Origin) => {
		const from = nowInSeconds();
		const container = await start(image, key);
		return { container, span: { from, to: nowInSeconds() } };
	};
	// What keeps it from starting is told when one is needed.
	const ahead = likely && { image: likely.image, begun: begin(likely).catch(() => undefined) };
	let isTaken = false;

	const startOf = async (image: string, key: string | undefined): Promise<Container> => {
		const isAhead = !isTaken && ahead?.image === image;
		isTaken ||= isAhead;
		const { container, span } = (isAhead && (await ahead?.begun)) || (await begin({ image, key }));
		spans.push(span);
		return container;
	};

	return {
		startOf,
		startBehind: async layers => {
			for (const [index, { image, key }] of [...layers.entries()].reverse()) {
				const container = await startOf(image, key).catch(() => undefined);
				if (container) {
					return [container, index + 1];
				}
			}

			return [await startOf(base, undefined), 0];
		},
		spans: () => spans,
		end: async () => {
			if (!isTaken) {
				await (await ahead?.begun)?.container.end();
			}
		},
	};
};
