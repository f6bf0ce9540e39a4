import { plainSystem } from './base-images.ts';
import snapshot from './data/container-images.json' with { type: 'json' };

const images: ReadonlyMap<string, string> = new Map(Object.entries(snapshot.images));

/** The container image of the system of a base image of the catalogue, in full; undefined if there is none. */
export const containerImageOf = (baseImageId: string): string | undefined =>
	images.get(plainSystem(baseImageId));
