import { chmod, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegular } from '../base/files.ts';
import { parsedJson } from '../base/json.ts';
import { cacheFolder, type Environment } from '../base/paths.ts';
import { makeFolder, writeFileAtomically } from '../base/write-file.ts';
import { isOwn } from './owners.ts';

/** How many files are kept, one for each account and region, and for how many milliseconds. */
const most = 24;
const keptFor = 30 * 24 * 60 * 60 * 1000;

/** The most bytes that are read of one: a region's instance types are a tenth of that. */
const largest = 4 * 1024 * 1024;

const folderIn = (environment: Environment): string => path.join(cacheFolder(environment), 'accounts');

const fileOf = (name: string, environment: Environment): string =>
	path.join(folderIn(environment), `${name}.json`);

/**
 * What was kept of an account; undefined if that is nothing, cannot be read, or may have been put there by somebody else.
 * Whoever reads it looks whether it is what it should be. Throws nothing.
 */
export const readAccountFacts = async (name: string, environment: Environment): Promise<unknown> => {
	const file = fileOf(name, environment);
	try {
		return isOwn(path.dirname(file)) && isOwn(file)
			? parsedJson((await readRegular(file, largest)).toString())
			: undefined;
	} catch {
		return undefined;
	}
};

/** Takes away what is older than the others that may stay. */
const removeOld = async (folder: string, now: number): Promise<void> => {
	const files = await Promise.all(
		(await readdir(folder)).map(async name => {
			const file = path.join(folder, name);
			return { file, time: (await stat(file)).mtimeMs };
		}),
	);
	const old = files
		.sort((one, other) => other.time - one.time)
		.filter(({ time }, index) => index >= most || now - time > keptFor);
	for (const { file } of old) {
		await rm(file, { force: true });
	}
};

/**
 * Keeps what is known of an account for nobody but the person, and only where the cache is theirs. Nothing depends on it:
 * what fails is dropped.
 * @param now milliseconds since 1970.
 */
export const keepAccountFacts = async (
	name: string,
	facts: unknown,
	environment: Environment,
	now: number,
): Promise<void> => {
	const folder = folderIn(environment);
	if (!isOwn(folder)) {
		return;
	}

	try {
		await makeFolder(folder, 0o700);
		await chmod(folder, 0o700);
		await writeFileAtomically(fileOf(name, environment), `${JSON.stringify(facts)}\n`, 0o600);
		await removeOld(folder, now);
	} catch {
		// A cache that cannot be written is none.
	}
};
