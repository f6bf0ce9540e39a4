import { setTimeout } from 'node:timers/promises';
import type { Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { findBuild } from './find-build.ts';
import { buildFolder } from './folders.ts';
import { haveAdopted } from './orphans.ts';
import { readOwner } from './supervisor/owner.ts';
import { tellToEnd } from './supervisor/process.ts';

const attempts = 50;
const pause = 100;

/**
 * Asks the process that runs a build to cancel it: Packer then cleans up in its own time, which the journal tells. Does
 * nothing if the build is over.
 * @throws Problem (exit 2) if there is no such build, (exit 3) if the process cannot be reached.
 */
export const cancelBuild = async (id: string, whereabouts: Whereabouts): Promise<void> => {
	const { environment } = whereabouts;
	const folder = buildFolder(id, environment);
	for (let attempt = 0; attempt < attempts; attempt++) {
		if ((await findBuild(id, whereabouts)).end) {
			return;
		}

		await haveAdopted(id, environment);
		const owner = readOwner(folder);
		if (owner !== undefined && owner !== 'unknown' && tellToEnd(owner.process)) {
			return;
		}

		// It is just ending, or its next owner is just beginning.
		await setTimeout(pause);
	}

	const owner = readOwner(folder);
	throw new Problem(`Build ${id} cannot be cancelled from here.`, {
		reason:
			owner === undefined || owner === 'unknown'
				? 'The process that runs it cannot be found.'
				: `The process that runs it, on ${owner.host}, cannot be reached.`,
		next: [`Look at it: packer-wizard builds watch ${id}`],
		exitCode: exitCodes.missing,
	});
};
