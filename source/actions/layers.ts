import { tmpdir } from 'node:os';
import type { Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { layersFolder } from '../builds/folders.ts';
import { layerLimit } from '../builds/layer-limit.ts';
import { type Engine, findEngine } from '../engine/engine.ts';
import type { LayersKept, LayersRemoved } from '../flow/layers.ts';
import { openLayerShell } from '../rehearsal/layers/open-shell.ts';
import { openShelf } from '../rehearsal/layers/shelf.ts';
import { layersRoom, removeLayers } from '../rehearsal/layers/tidy.ts';

/** How long an engine has to answer, in milliseconds. */
const patience = 30_000;

const engineOf = async ({ environment }: Whereabouts, signal: AbortSignal): Promise<Engine> => {
	const { engine, reason, next } = await findEngine(environment, tmpdir(), {
		milliseconds: patience,
		signal,
	});
	if (engine) {
		return engine;
	}

	throw new Problem('No container engine answers, which has the states of machines.', {
		reason,
		next: [...next],
		exitCode: exitCodes.missing,
	});
};

/** What rehearsals keep of the states of machines. Starts nothing. */
export const layersKept = async ({ environment }: Whereabouts): Promise<LayersKept> => {
	const limit = layerLimit(environment);
	return {
		...(await layersRoom({ folder: layersFolder(environment) })),
		...(limit !== undefined && { limit }),
	};
};

/**
 * Removes all of it, but for what runs; gives what was there and how many images are left.
 * @throws Problem (exit 3) if no engine answers, (exit 2) if the limit is no number; the reason of the signal.
 */
export const removeAllLayers = async (
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<LayersRemoved> => {
	const kept = await layersKept(whereabouts);
	const engine = await engineOf(whereabouts, signal);
	const shelf = await openShelf(layersFolder(whereabouts.environment));
	return { ...kept, ...(await removeLayers(engine, shelf)) };
};

/**
 * Opens a shell in a throw-away container of a layer, and waits for its end; gives its exit code.
 * @throws Problem (exit 3) if the layer is gone or no engine answers; the reason of the signal.
 */
export const openShell = async (
	{ id, layer, isTerminal }: { readonly id: string; readonly layer: string; readonly isTerminal: boolean },
	opened: () => void,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<number> => {
	const engine = await engineOf(whereabouts, signal);
	const shelf = { folder: layersFolder(whereabouts.environment) };
	const end = await openLayerShell(engine, shelf, layer, { isTerminal, opened, signal });
	if ('code' in end) {
		return end.code;
	}

	throw new Problem('What was kept of that machine is gone.', {
		reason:
			end.trouble === 'gone'
				? 'The oldest states go when all take too much room, and the container engine can remove them.'
				: `It is in ${end.engine}, and ${engine.maker} answers.`,
		next:
			end.trouble === 'gone'
				? [`Rehearse it again: packer-wizard builds rerun ${id}`]
				: [`Start ${end.engine}, and stop ${engine.maker}.`],
		exitCode: exitCodes.missing,
	});
};
