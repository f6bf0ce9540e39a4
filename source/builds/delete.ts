import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Environment, Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import { keepBuildsVariable } from '../base/variables.ts';
import { leftInEngine } from '../targets/docker/builds/left.ts';
import { type BuildSummary, readBuild, readBuilds } from './builds.ts';
import { buildFolder, buildsFolder, journalFile } from './folders.ts';
import { buildIds } from './ids.ts';
import { isTaken } from './lock-files.ts';
import { haveAdopted } from './orphans.ts';
import { readTimeline } from './read-timeline.ts';
import { mayBeLeft } from './report/ending.ts';
import { readOwner } from './supervisor/owner.ts';

/** A build's folder on its way out: no id, so that nobody lists half of it. */
const gonePrefix = '.deleted-';

const removeFolder = async (id: string, environment: Environment): Promise<void> => {
	const folder = buildFolder(id, environment);
	const gone = path.join(buildsFolder(environment), `${gonePrefix}${id}`);
	try {
		await rm(gone, { recursive: true, force: true });
		await rename(folder, gone);
		await rm(gone, { recursive: true, force: true });
	} catch (error) {
		throw unwritable(folder, error, 'Remove the folder by hand.');
	}
};

/**
 * Deletes the journal of a build that is over, and the files that lie with it. Its images stay.
 * @throws Problem (exit 2) if it still runs or its image is being copied, (exit 3) if its folder cannot be removed.
 */
export const deleteBuild = async (id: string, { environment }: Whereabouts): Promise<void> => {
	await haveAdopted(id, environment);
	const build = await readBuild(id, environment);
	const isOver = build !== undefined && 'end' in build && build.end !== undefined;
	if (!isOver && readOwner(buildFolder(id, environment)) !== undefined) {
		throw new Problem(`Build ${id} still runs.`, {
			next: [`Cancel it first: packer-wizard builds cancel ${id}`],
			exitCode: exitCodes.usage,
		});
	}

	if (await isTaken(buildFolder(id, environment)).catch(() => false)) {
		throw new Problem(`The image of build ${id} is being copied.`, {
			next: ['Wait for it, or end it by Ctrl-C: AWS goes on with what has begun.'],
			exitCode: exitCodes.usage,
		});
	}

	await removeFolder(id, environment);
};

/** So many of the builds that are over are kept if nobody says another number. */
const usuallyKept = 50;

/** How many builds are kept; undefined for all. A number that is none counts as not said. */
const keptBuilds = (environment: Environment): number | undefined => {
	const said = environment[keepBuildsVariable] ?? '';
	return said === 'all' ? undefined : /^\d+$/.test(said) ? Number(said) : usuallyKept;
};

/** Whether a build that is over is the only one who knows of something that costs money, or room. */
const knowsOfCosts = async (
	{ id, header, end }: BuildSummary,
	environment: Environment,
): Promise<boolean> => {
	const timeline =
		header.mode === 'rehearsal' && header.engine === undefined
			? undefined
			: await readTimeline(journalFile(id, environment)).catch(() => undefined);
	if (timeline !== undefined && leftInEngine(timeline).length > 0) {
		return true;
	}

	if (header.mode !== 'aws') {
		return false;
	}

	return (end?.artifacts.length ?? 0) > 0 || timeline === undefined || mayBeLeft(timeline);
};

/**
 * Deletes the oldest builds that are over, beyond the number that is kept. Those that made an image in AWS, or may have
 * left something there, stay until somebody deletes them: nothing else knows of it.
 */
export const sweepOldBuilds = async (environment: Environment): Promise<void> => {
	const kept = keptBuilds(environment);
	const folder = buildsFolder(environment);
	for (const name of (await readdir(folder).catch(() => [])).filter(each => each.startsWith(gonePrefix))) {
		await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
	}

	// Mostly there are fewer, and nothing is read.
	if (kept === undefined || (await buildIds(environment)).length <= kept) {
		return;
	}

	const { builds } = await readBuilds(environment);
	for (const build of builds.filter(({ end }) => end !== undefined).slice(kept)) {
		if (!(await knowsOfCosts(build, environment))) {
			// One that cannot be removed is tried again at the next start.
			await removeFolder(build.id, environment).catch(() => undefined);
		}
	}
};
