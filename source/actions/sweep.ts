import path from 'node:path';
import { configFolder, type Environment, stateFolder } from '../base/paths.ts';
import { removeHalfWritten } from '../base/write-file.ts';
import { sweepHeldFolders } from '../builds/held-folders.ts';
import { removeAbandonedPackers } from '../packer/install.ts';
import { removeOldCompiled } from '../store/compiled.ts';

/** Takes away what earlier runs of the program left that were killed while they wrote. Quick when there is nothing. */
export const sweepFiles = async (environment: Environment): Promise<void> => {
	const now = Date.now();
	const state = stateFolder(environment);
	await sweepHeldFolders(environment);
	await removeAbandonedPackers(environment, now);
	await removeOldCompiled(environment, now);
	for (const folder of [configFolder(environment), path.join(state, 'drafts'), path.join(state, 'trusted')]) {
		await removeHalfWritten(folder, now);
	}
};
