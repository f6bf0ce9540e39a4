import type { Environment } from '../base/paths.ts';
import { layersVariable } from '../base/variables.ts';

/** How much layers may take if nobody says another number, in GB. */
const usualLimit = 5;
const gigabyte = 1000 ** 3;

/** How much layers may take, in bytes; undefined if none is kept. A number that is none counts as not said. */
export const layerLimit = (environment: Environment): number | undefined => {
	const said = environment[layersVariable] ?? '';
	const size = /^\d+(?:\.\d+)?$/.test(said) ? Number(said) : usualLimit;
	return said === 'off' || size === 0 ? undefined : size * gigabyte;
};
