import type { Environment } from '../base/paths.ts';
import { printable } from '../base/printable.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { layersVariable } from '../base/variables.ts';

/** How much layers may take if nobody says another number, in GB. */
const usualLimit = 5;
const gigabyte = 1000 ** 3;

/**
 * How much layers may take, in bytes; undefined if none is kept.
 * @throws Problem (exit 2) if something else than a number or `off` is said.
 */
export const layerLimit = (environment: Environment): number | undefined => {
	const said = environment[layersVariable] || String(usualLimit);
	if (said !== 'off' && !/^\d+(?:\.\d+)?$/.test(said)) {
		throw new Problem(`${layersVariable} is ${printable(said)}, which is no number.`, {
			reason: 'It says how many GB the layers of rehearsals may take, or off.',
			next: [`Set it to a number, such as ${usualLimit}, or to off; or unset it.`],
			exitCode: exitCodes.usage,
		});
	}

	return said === 'off' || Number(said) === 0 ? undefined : Number(said) * gigabyte;
};
