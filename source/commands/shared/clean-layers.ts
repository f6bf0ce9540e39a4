import { type ExitCode, exitCodes, Problem } from '../../base/problem.ts';
import { layersRemovedText } from '../../flow/layers.ts';
import { jsonDocument } from '../../json/document.ts';
import type { Session } from './session.ts';

/** Removes the layers of rehearsals: nothing is lost by it but time, so nobody is asked. @throws Problem (exit 2) with an id. */
export const cleanLayers = async (session: Session): Promise<ExitCode> => {
	const { positionals, values } = session.parsed;
	if (positionals.length > 0 || values.has('region') || values.has('profile')) {
		throw new Problem(
			'--layers is about all layers on this computer, and goes with no id, region or profile.',
		);
	}

	const actions = await session.actions();
	const removed = await actions.removeLayers();
	const exitCode = removed.left === 0 ? exitCodes.done : exitCodes.buildFailed;
	if (session.mode.front === 'json') {
		session.print(jsonDocument(removed));
	} else {
		session.sayEnd([layersRemovedText(removed)], exitCode);
	}

	return exitCode;
};
