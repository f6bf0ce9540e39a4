import { lstatSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { readRegularSync } from '../../base/files.ts';
import { isObject } from '../../base/json.ts';
import { systemErrorCode } from '../../base/problem.ts';
import type { ProcessIdentity } from '../journal/journal.ts';
import { identityOf, isAlive } from './process.ts';

/** The process that owns a build. Only it writes the journal and cleans up. */
export type Owner = {
	/** Counts from 1; an adopter takes the next number. */
	readonly generation: number;
	readonly process: ProcessIdentity;
	/** A state folder may be shared between machines, whose processes say nothing here. */
	readonly host: string;
};

const ownerFile = (folder: string, generation: number): string => path.join(folder, `owner.${generation}`);

const generations = (folder: string): number[] => {
	try {
		return readdirSync(folder)
			.flatMap(name => /^owner\.(\d+)$/.exec(name)?.[1] ?? [])
			.map(Number)
			.sort((a, b) => b - a);
	} catch {
		// A folder that is gone, or that may not be read, has no owner for us.
		return [];
	}
};

const parseOwner = (text: string, generation: number): Owner | undefined => {
	const value: unknown = JSON.parse(text);
	if (!isObject(value) || !isObject(value['process'])) {
		return undefined;
	}

	const { pid, started } = value['process'];
	const { host } = value;
	return typeof pid === 'number' && typeof started === 'string' && typeof host === 'string'
		? { generation, process: { pid, started }, host }
		: undefined;
};

/** The owner of a build that is not over, `'unknown'` if it is just being written, undefined if there is none. */
export const readOwner = (folder: string): Owner | 'unknown' | undefined => {
	const [generation] = generations(folder);
	if (generation === undefined) {
		return undefined;
	}

	try {
		return parseOwner(readRegularSync(ownerFile(folder, generation)), generation) ?? 'unknown';
	} catch {
		return 'unknown';
	}
};

const day = 24 * 60 * 60 * 1000;
const moment = 10 * 1000;

const age = (file: string, stat: typeof statSync = statSync): number => {
	try {
		return Date.now() - stat(file).mtimeMs;
	} catch {
		return 0;
	}
};

/**
 * The generation of the owner that is gone and left the build unfinished; undefined if there is none, or if the owner
 * lives. Whoever wants to go on with the build has to take the generation after this one.
 */
export const orphanedGeneration = (folder: string, journal: string): number | undefined => {
	const owner = readOwner(folder);
	if (owner === undefined) {
		return undefined;
	}

	if (owner === 'unknown') {
		const [generation = 0] = generations(folder);
		// Of a link, its own age: what it leads to may be as old as the computer.
		return age(ownerFile(folder, generation), lstatSync) > moment ? generation : undefined;
	}

	// What runs on another machine cannot be seen. No build is silent for a day.
	const gone = owner.host === hostname() ? !isAlive(owner.process) : age(journal) > day;
	return gone ? owner.generation : undefined;
};

/** Takes a build, if nobody else took this generation of it: one wins, whoever else tries gets false. */
export const takeOwnership = (folder: string, generation: number): boolean => {
	try {
		const owner = { process: identityOf(process.pid), host: hostname() };
		writeFileSync(ownerFile(folder, generation), JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
		return true;
	} catch (error) {
		if (systemErrorCode(error) === 'EEXIST') {
			return false;
		}

		throw error;
	}
};

/** Nobody owns the build any more, since it is over. */
export const releaseOwnership = (folder: string): void => {
	// The newest last: as long as one is left, a reader finds an owner that lives.
	for (const generation of generations(folder).reverse()) {
		rmSync(ownerFile(folder, generation), { force: true });
	}
};

/** The owner of the build in a folder, if it is a process of this computer that is alive. */
export const livingOwner = (folder: string): Owner | undefined => {
	const owner = readOwner(folder);
	return owner !== undefined && owner !== 'unknown' && owner.host === hostname() && isAlive(owner.process)
		? owner
		: undefined;
};
