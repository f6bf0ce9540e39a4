import { rmdir, stat } from 'node:fs/promises';
import type { Environment } from '../base/paths.ts';
import { buildFolder, journalFile } from './folders.ts';
import { buildIds } from './ids.ts';
import { readJournalEnds } from './journal/reader.ts';
import { startSupervisor } from './supervisor/launch.ts';
import { orphanedGeneration, readOwner } from './supervisor/owner.ts';

/** A build that so many processes were killed over would be the end of the next one too. */
const mostOwners = 20;

/** What another version wrote, or what is no journal, is left as it is: nobody here could go on with it. */
const isReadable = (journal: string): Promise<boolean> =>
	readJournalEnds(journal).then(
		() => true,
		() => false,
	);

/**
 * Has somebody go on with a build whose supervisor was killed, and returns when a new one has taken it. Does nothing,
 * and quickly, for any other build.
 */
export const haveAdopted = async (id: string, environment: Environment): Promise<void> => {
	const folder = buildFolder(id, environment);
	const journal = journalFile(id, environment);
	const generation = orphanedGeneration(folder, journal);
	if (generation !== undefined && generation < mostOwners && (await isReadable(journal))) {
		await startSupervisor(environment).obey({
			kind: 'adopt',
			buildFolder: folder,
			generation: generation + 1,
		});
	}
};

const minute = 60 * 1000;

/** A start that was killed at once leaves an empty folder. Only an empty one can be removed so. */
const removeIfAbandoned = async (folder: string): Promise<void> => {
	try {
		if (readOwner(folder) === undefined && Date.now() - (await stat(folder)).mtimeMs > minute) {
			await rmdir(folder);
		}
	} catch {
		// It holds a journal, or is gone.
	}
};

/**
 * What every start of the program does first: builds whose supervisor was killed get a new one, each of its own. Quick
 * when there is nothing to do.
 */
export const sweepBuilds = async (environment: Environment): Promise<void> => {
	for (const id of await buildIds(environment)) {
		// One that nobody can go on with now is no reason not to tell of the others: it is tried again at the next start.
		await haveAdopted(id, environment).catch(() => undefined);
		await removeIfAbandoned(buildFolder(id, environment));
	}
};
