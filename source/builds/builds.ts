import { randomBytes } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../base/paths.ts';
import { Problem, systemErrorCode } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import { makeFolder } from '../base/write-file.ts';
import { buildFolder, buildsFolder, journalFile } from './folders.ts';
import { buildIds } from './ids.ts';
import { withLaterCopy } from './journal/artifacts.ts';
import type { EndEntry, JournalEntry, JournalHeader } from './journal/journal.ts';
import { readJournalEnds } from './journal/reader.ts';

/** A build as lists need it. */
export type BuildSummary = {
	readonly id: string;
	readonly header: JournalHeader;
	/** The last entries of the journal, some dozens. */
	readonly last: readonly JournalEntry[];
	/** Undefined as long as it runs. */
	readonly end: EndEntry | undefined;
};

/** A build that cannot be read: by us, or any more. */
export type BrokenBuild = {
	readonly id: string;
	/** Why, one sentence. */
	readonly broken: string;
	/** When its folder was changed last, milliseconds since 1970. */
	readonly time: number;
};

/** The end of a build, its images with those that were copied later. */
const endWithCopies = (last: readonly JournalEntry[]): EndEntry | undefined => {
	const at = last.findLastIndex(entry => entry.kind === 'end');
	const end = last[at];
	if (end?.kind !== 'end') {
		return undefined;
	}

	return last
		.slice(at + 1)
		.filter(entry => entry.kind === 'copy')
		.reduce<EndEntry>(withLaterCopy, end);
};

const summary = async (id: string, environment: Environment): Promise<BuildSummary | undefined> => {
	const ends = await readJournalEnds(journalFile(id, environment));
	if (!ends) {
		return undefined;
	}

	return { id, header: ends.header, last: ends.last, end: endWithCopies(ends.last) };
};

/** The build, why it cannot be read, or undefined if it has no journal (yet). */
export const readBuild = async (
	id: string,
	environment: Environment,
): Promise<BuildSummary | BrokenBuild | undefined> => {
	try {
		return await summary(id, environment);
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		const folder = await lstat(buildFolder(id, environment)).catch(() => undefined);
		return { id, broken: error.reason ?? error.message, time: folder?.mtimeMs ?? 0 };
	}
};

/** All builds, the newest first: those that can be read, and those that cannot. */
export const readBuilds = async (
	environment: Environment,
): Promise<{ readonly builds: readonly BuildSummary[]; readonly broken: readonly BrokenBuild[] }> => {
	const builds: BuildSummary[] = [];
	const broken: BrokenBuild[] = [];
	// One after the other: hundreds of journals open at once gain nothing and can hit the limit of open files.
	for (const id of await buildIds(environment)) {
		const build = await readBuild(id, environment);
		if (build !== undefined) {
			if ('broken' in build) {
				broken.push(build);
			} else {
				builds.push(build);
			}
		}
	}

	return {
		builds: builds.sort((a, b) => b.header.time - a.header.time),
		broken: broken.sort((a, b) => b.time - a.time),
	};
};

const attempts = 20;

/**
 * A new id, short enough to be typed, and its folder, which only this person can read.
 * @throws Problem (exit 3) if the folder cannot be made.
 */
export const claimBuildId = async (environment: Environment): Promise<string> => {
	const folder = buildsFolder(environment);
	try {
		await makeFolder(folder, 0o700);
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
