import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { readRegular } from '../base/files.ts';
import { systemErrorCode } from '../base/problem.ts';
import { identityOf, isAlive } from './supervisor/process.ts';

/** What a folder can be had for, as others are told. */
export const purposes = {
	write: 'is writing its files',
	build: 'is starting a build from it',
	copy: 'is copying its image',
	test: 'is testing its image',
};
export type Purpose = keyof typeof purposes;

/** Who has a folder, as its lock tells. */
const holderSchema = z.object({
	process: z.object({ pid: z.number(), started: z.string() }),
	/** A folder may be shared between machines, whose processes say nothing here. */
	host: z.string(),
	purpose: z.enum(['write', 'build', 'copy', 'test']),
});
export type Holder = z.infer<typeof holderSchema>;

// The lock lies in the folder itself: it is the same for every spelling of its path, for programs with other state
// folders and for other people. It is a folder, which only one can make; what is staged lies in it and goes with it.
const prefix = '.packer-wizard.lock.';
const holderName = 'holder';

/** Whether a name in a folder is that of a lock. */
export const isLockName = (name: string): boolean => name.startsWith(prefix);

/** Milliseconds: a lock without a holder is just being made, and a folder is had for seconds at the most. */
const moment = 10_000;
const longest = 10 * 60_000;

const ageOf = async (file: string): Promise<number> => {
	try {
		return Date.now() - (await stat(file)).mtimeMs;
	} catch {
		return 0;
	}
};

const holderOf = async (lock: string): Promise<Holder | undefined> => {
	try {
		return holderSchema.safeParse(JSON.parse((await readRegular(path.join(lock, holderName))).toString()))
			.data;
	} catch {
		return undefined;
	}
};

/** Whether the process that made a lock ended without taking it away. */
const isLeft = async (lock: string, holder: Holder | undefined): Promise<boolean> => {
	if (holder?.host === hostname()) {
		return !isAlive(holder.process);
	}

	return (await ageOf(lock)) > (holder ? longest : moment);
};

type Lock = { readonly lock: string; readonly holder: Holder | undefined; readonly isLeft: boolean };

/** All locks in a folder but one's own. */
const readLocks = async (folder: string, own?: string): Promise<readonly Lock[]> => {
	const locks = (await readdir(folder)).filter(isLockName).map(name => path.join(folder, name));
	return Promise.all(
		locks
			.filter(lock => lock !== own)
			.map(async lock => {
				const holder = await holderOf(lock);
				return { lock, holder, isLeft: await isLeft(lock, holder) };
			}),
	);
};

/** Whether somebody has a folder. */
export const isTaken = async (folder: string): Promise<boolean> =>
	(await readLocks(folder)).some(({ isLeft }) => !isLeft);

export const removeLock = (lock: string): Promise<void> => rm(lock, { recursive: true, force: true });

/** Takes away the locks in a folder whose processes are gone. */
export const removeLeftLocks = async (folder: string): Promise<void> => {
	for (const { lock, isLeft } of await readLocks(folder)) {
		if (isLeft) {
			await removeLock(lock);
		}
	}
};

const numberOf = (lock: string): number => Number(path.basename(lock).slice(prefix.length)) || 0;

/** Takes a folder; gives its lock, or who has it (undefined if that is not known yet). */
export const takeFolder = async (
	folder: string,
	purpose: Purpose,
): Promise<{ readonly own: string } | { readonly holder: Holder | undefined }> => {
	const before = await readLocks(folder);
	const holding = before.find(lock => !lock.isLeft);
	if (holding) {
		return holding;
	}

	const own = path.join(folder, `${prefix}${Math.max(0, ...before.map(({ lock }) => numberOf(lock))) + 1}`);
	try {
		await mkdir(own, { mode: 0o700 });
	} catch (error) {
		if (systemErrorCode(error) === 'EEXIST') {
			return { holder: await holderOf(own) };
		}

		throw error;
	}

	const self = identityOf(process.pid) ?? { pid: process.pid, started: '' };
	const holder: Holder = { process: self, host: hostname(), purpose };
	try {
		await writeFile(path.join(own, holderName), JSON.stringify(holder));
	} catch (error) {
		// On a full disk there is room for the folder and none for what is in it.
		await removeLock(own);
		throw error;
	}

	// Whoever looked before another lock was there may have made one of another number: the later one sees both.
	const others = await readLocks(folder, own);
	const other = others.find(lock => !lock.isLeft);
	// What another person left may stay.
	await Promise.all(
		other ? [removeLock(own)] : others.map(({ lock }) => removeLock(lock).catch(() => undefined)),
	);
	return other ?? { own };
};
