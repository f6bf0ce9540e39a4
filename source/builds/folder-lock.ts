import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { steadyNow } from '../base/clock.ts';
import { exists } from '../base/files.ts';
import { shownPath, type Whereabouts } from '../base/paths.ts';
import { printable } from '../base/printable.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import { makeFolder } from '../base/write-file.ts';
import { noteHeld, removeEmpty } from './held-folders.ts';
import { type Holder, type Purpose, purposes, removeLock, takeFolder } from './lock-files.ts';

/** A folder of the person's while nobody else may write to it or build from it. */
export type LockedFolder = {
	/** Absolute. */
	readonly folder: string;
	/** A folder on the same disk for what is to be moved in. @throws Problem (exit 3) if one may not write there. */
	readonly workplace: () => string;
};

/** Milliseconds that one waits for others to be done, which they mostly are: a few in a row on a busy computer, too. */
const usualPatience = 5000;
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
const lockFolder = async (
	folder: string,
	purpose: Purpose,
	whereabouts: Whereabouts,
	patience: number,
): Promise<Hold> => {
	const deadline = steadyNow() + patience;
	for (let lost = 0; ; ) {
		try {
			await makeFolder(folder);
			const taken = await takeFolder(folder, purpose);
			if ('own' in taken) {
				return taken;
			}

			if (steadyNow() > deadline) {
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

/** The topmost folder that is missing on the way to a folder; undefined if it is there. */
const firstMissing = async (folder: string): Promise<string | undefined> =>
	(await exists(folder)) ? undefined : ((await firstMissing(path.dirname(folder))) ?? folder);

/**
 * Has a folder for oneself while something is written there or copied from there. It is made if it is missing, and
 * nothing is left in it that was not put there. One that one may not write to is read as it is.
 * @param patience milliseconds that one waits for another process that has the folder.
 * @throws Problem (exit 3) if another process has the folder, or it cannot be made.
 */
export const whileLocked = async <Result>(
	folder: string,
	purpose: Purpose,
	work: (locked: LockedFolder) => Promise<Result>,
	whereabouts: Whereabouts,
	{ patience = usualPatience }: { readonly patience?: number } = {},
): Promise<Result> => {
	const missing = await firstMissing(folder);
	const forget = await noteHeld(folder, missing, whereabouts.environment);
	let hold: Hold | undefined;
	try {
		hold = await lockFolder(folder, purpose, whereabouts, patience);
		const taken = hold;
		return await work({
			folder,
			workplace: () => {
				if ('refused' in taken) {
					throw unwritable(folder, taken.refused);
				}

				return taken.own;
			},
		});
	} finally {
		if (hold && 'own' in hold) {
			await removeLock(hold.own);
		}

		if (missing !== undefined) {
			await removeEmpty(folder, missing);
		}

		await forget();
	}
};
