import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { unwritable } from '../base/files.ts';
import { nearest } from '../base/nearest.ts';
import { type Environment, stateFolder } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import type { EndEntry, JournalEntry, JournalHeader } from './journal.ts';
import { readJournalEnds } from './journal-file.ts';

/** Where all builds are. */
export const buildsFolder = (environment: Environment = process.env): string =>
	path.join(stateFolder(environment), 'builds');

/** Where one build is: its journal, and as long as it runs what belongs to it. */
export const buildFolder = (id: string, environment: Environment = process.env): string =>
	path.join(buildsFolder(environment), id);

export const journalName = 'journal.ndjson';

/** The journal of a build; it stays when the build is over. */
export const journalFile = (id: string, environment: Environment = process.env): string =>
	path.join(buildFolder(id, environment), journalName);

/** In a build's folder: its template as it was rendered for it, if it was. */
export const filesName = 'files';

/** Where the template of a build is: the person's folder, else what was rendered for it; absolute. */
export const templateFolder = (
	{ id, folder }: Pick<JournalHeader, 'id' | 'folder'>,
	environment: Environment = process.env,
): string => folder ?? path.join(buildFolder(id, environment), filesName);

/** A build as lists need it. */
export type BuildSummary = {
	readonly id: string;
	readonly header: JournalHeader;
	/** The last entries of the journal, some dozens. */
	readonly last: readonly JournalEntry[];
	/** Undefined as long as it runs. */
	readonly end: EndEntry | undefined;
};

/** The name that a person knows a build by: the preset's, else the Recipe's. */
export const buildName = (header: JournalHeader): string => header.preset ?? header.recipe.name;

const summary = async (id: string, environment: Environment): Promise<BuildSummary | undefined> => {
	const ends = await readJournalEnds(journalFile(id, environment));
	if (!ends) {
		return undefined;
	}

	const end = ends.last.findLast(entry => entry.kind === 'end');
	return { id, header: ends.header, last: ends.last, end };
};

const idPattern = /^[0-9a-f]{4,16}$/;

/** The ids of all builds, in no order. */
export const buildIds = async (environment: Environment): Promise<string[]> => {
	try {
		return (await readdir(buildsFolder(environment))).filter(name => idPattern.test(name));
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT') {
			return [];
		}

		throw error;
	}
};

/** All builds, the newest first. What has no readable header is left out. */
export const listBuilds = async (
	environment: Environment = process.env,
): Promise<readonly BuildSummary[]> => {
	const found: BuildSummary[] = [];
	// One after the other: hundreds of journals open at once gain nothing and can hit the limit of open files.
	for (const id of await buildIds(environment)) {
		const build = await summary(id, environment);
		if (build) {
			found.push(build);
		}
	}

	return found.sort((a, b) => b.header.time - a.header.time);
};

/**
 * The build that is meant by an id, the beginning of one, a preset's or a Recipe's name (its newest build), or nothing
 * (the newest of all).
 * @throws Problem (exit 2) that names the nearest.
 */
export const findBuild = async (
	idOrName?: string,
	environment: Environment = process.env,
): Promise<BuildSummary> => {
	// An exact id needs no other journal to be read.
	if (idOrName !== undefined && idPattern.test(idOrName)) {
		const exact = await summary(idOrName, environment);
		if (exact) {
			return exact;
		}
	}

	const builds = await listBuilds(environment);
	const [newest] = builds;
	if (newest === undefined) {
		throw new Problem('There is no build yet.', {
			next: ['Make an image: packer-wizard new'],
			exitCode: exitCodes.usage,
		});
	}

	if (idOrName === undefined) {
		return newest;
	}

	const named = builds.find(
		({ header }) => buildName(header) === idOrName || header.recipe.name === idOrName,
	);
	if (named) {
		return named;
	}

	const begun = builds.filter(({ id }) => idOrName !== '' && id.startsWith(idOrName.toLowerCase()));
	const [only] = begun;
	if (only && begun.length === 1) {
		return only;
	}

	if (only) {
		throw new Problem(`${begun.length} builds begin with ${idOrName}.`, {
			reason: `They are ${begun.map(({ id }) => id).join(', ')}.`,
			next: [`Name one of them: packer-wizard builds watch ${only.id}`],
			exitCode: exitCodes.usage,
		});
	}

	const near = nearest(idOrName, [...new Set(builds.flatMap(({ id, header }) => [buildName(header), id]))]);
	throw new Problem(`There is no build ${idOrName}.`, {
		...(near === undefined ? {} : { reason: `The nearest is ${near}.` }),
		next: ['See all builds: packer-wizard builds list'],
		exitCode: exitCodes.usage,
	});
};

const attempts = 20;

/**
 * A new id, short enough to be typed, and its folder, which only this person can read.
 * @throws Problem (exit 3) if the folder cannot be made.
 */
export const claimBuildId = async (environment: Environment = process.env): Promise<string> => {
	const folder = buildsFolder(environment);
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		for (let attempt = 0; ; attempt++) {
			// Longer ids when the short ones begin to be taken.
			const id = randomBytes(2 + Math.floor(attempt / 4)).toString('hex');
			try {
				await mkdir(path.join(folder, id), { mode: 0o700 });
				return id;
			} catch (error) {
				if (systemErrorCode(error) !== 'EEXIST' || attempt >= attempts) {
					throw error;
				}
			}
		}
	} catch (error) {
		throw unwritable(folder, error);
	}
};
