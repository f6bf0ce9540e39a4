import { mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { exists, makeFolder, readRegular, unwritable } from '../base/files.ts';
import { shownPath, type Whereabouts } from '../base/paths.ts';
import { printable } from '../base/printable.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { identityOf, isAlive } from './supervisor/process.ts';

/** A folder of the person's while nobody else may write to it or build from it. */
export type LockedFolder = {
	/** Absolute. */
	readonly folder: string;
	/** A folder on the same disk for what is to be moved in. @throws Problem (exit 3) if one may not write there. */
	readonly workplace: () => string;
};

/** What a folder can be had for, as others are told. */
const purposes = { write: 'is writing its files', build: 'is starting a build from it' };
export type Purpose = keyof typeof purposes;

/** Who has a folder, as its lock tells. */
const holderSchema = z.object({
	process: z.object({ pid: z.number(), started: z.string() }),
	/** A folder may be shared between machines, whose processes say nothing here. */
	host: z.string(),
	purpose: z.enum(['write', 'build']),
});
type Holder = z.infer<typeof holderSchema>;

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

const numberOf = (lock: string): number => Number(path.basename(lock).slice(prefix.length)) || 0;

const remove = (lock: string): Promise<void> => rm(lock, { recursive: true, force: true });

/** Takes a folder; gives its lock, or who has it (undefined if that is not known yet). */
const take = async (
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
	await writeFile(path.join(own, holderName), JSON.stringify(holder));
	// Whoever looked before another lock was there may have made one of another number: the later one sees both.
	const others = await readLocks(folder, own);
	const other = others.find(lock => !lock.isLeft);
	// What another person left may stay.
	await Promise.all(other ? [remove(own)] : others.map(({ lock }) => remove(lock).catch(() => undefined)));
	return other ?? { own };
};

/** Milliseconds that one waits for another to be done, which it mostly is. */
const patience = 2000;
const pause = 50;
const mostLost = 5;

const inUse = (folder: string, holder: Holder | undefined, whereabouts: Whereabouts): Problem =>
	new Problem(`${shownPath(folder, whereabouts)} is in use.`, {
		reason: holder
			? `Process ${holder.process.pid}${holder.host === hostname() ? '' : ` on ${printable(holder.host)}`} ${purposes[holder.purpose]}.`
			: 'Another process has just taken it.',
		next: ['Try it again in a moment, or name another folder: --out <folder>'],
		exitCode: exitCodes.missing,
	});

/** What tells that one may not write to a folder. */
const refusals: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS'];

/** One's own lock, or why one may not make one. */
type Hold = { readonly own: string } | { readonly refused: unknown };

/** Takes the folder, and waits a little for another who has it. */
const lockFolder = async (folder: string, purpose: Purpose, whereabouts: Whereabouts): Promise<Hold> => {
	const deadline = Date.now() + patience;
	for (let lost = 0; ; ) {
		try {
			await makeFolder(folder);
			const taken = await take(folder, purpose);
			if ('own' in taken) {
				return taken;
			}

			if (Date.now() > deadline) {
				throw inUse(folder, taken.holder, whereabouts);
			}
		} catch (error) {
			if (error instanceof Problem) {
				throw error;
			}

			const code = systemErrorCode(error);
			if (refusals.includes(code) && (await exists(folder))) {
				return { refused: error };
			}

			// Who made the folder may just have taken it away again.
			if (code !== 'ENOENT' || ++lost > mostLost) {
				throw unwritable(folder, error);
			}
		}

		// Not all at once.
		await setTimeout(pause * (1 + Math.random()));
	}
};

/** Takes away folders that nothing was put into, from the innermost to `topmost`. */
const removeEmpty = async (folder: string, topmost: string): Promise<void> => {
	try {
		await rmdir(folder);
	} catch {
		return;
	}

	if (folder !== topmost) {
		await removeEmpty(path.dirname(folder), topmost);
	}
};

/** The topmost folder that is missing on the way to a folder; undefined if it is there. */
const firstMissing = async (folder: string): Promise<string | undefined> =>
	(await exists(folder)) ? undefined : ((await firstMissing(path.dirname(folder))) ?? folder);

/**
 * Has a folder for oneself while something is written there or copied from there. It is made if it is missing, and
 * nothing is left in it that was not put there. One that one may not write to is read as it is.
 * @throws Problem (exit 3) if another process has the folder, or it cannot be made.
 */
export const whileLocked = async <Result>(
	folder: string,
	purpose: Purpose,
	work: (locked: LockedFolder) => Promise<Result>,
	whereabouts: Whereabouts,
): Promise<Result> => {
	const missing = await firstMissing(folder);
	const hold = await lockFolder(folder, purpose, whereabouts);
	try {
		return await work({
			folder,
			workplace: () => {
				if ('refused' in hold) {
					throw unwritable(folder, hold.refused);
				}

				return hold.own;
			},
		});
	} finally {
		if ('own' in hold) {
			await remove(hold.own);
		}

		if (missing !== undefined) {
			await removeEmpty(folder, missing);
		}
	}
};
