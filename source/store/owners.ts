import { statSync } from 'node:fs';
import { lstat, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../base/paths.ts';

/** Root may do everything anyway; and root by `sudo` acts for the person who called it. */
const isOurs = (owner: number, environment: Environment): boolean => {
	const own = process.getuid?.();
	return (
		own === undefined ||
		owner === own ||
		owner === 0 ||
		(own === 0 && owner === Number(environment['SUDO_UID'] || Number.NaN))
	);
};

const writableByAll = 0o002;

// Drives of Windows in WSL 2 and WSL 1, on which everybody seems to be able to write everything.
const withoutModes: readonly number[] = [0x01021997, 0x53464846];

/**
 * Why a file or folder is not taken for the person's own, as the end of a sentence; undefined if nobody but them and
 * root can have put it there. Whoever shares a group with write permission works together: that is fine.
 * @throws the system's error if it cannot be looked at.
 */
export const whyForeign = async (file: string, environment: Environment): Promise<string | undefined> => {
	// A link of somebody else's can lead to what is ours.
	const foreign = [await lstat(file), await stat(file)].find(({ uid }) => !isOurs(uid, environment));
	if (foreign) {
		return `belongs to another user (${foreign.uid})`;
	}

	const isOpen = ((await stat(file)).mode & writableByAll) !== 0;
	return isOpen && !withoutModes.includes((await statfs(file)).type)
		? 'can be written by everybody'
		: undefined;
};

/**
 * Whether a folder, or the nearest above it that is there, belongs to who runs the program: not where root looks at another's
 * home, in which no folder of root's may stay for mere speed.
 */
export const isOwn = (folder: string): boolean => {
	try {
		return statSync(folder).uid === process.geteuid?.();
	} catch {
		const parent = path.dirname(folder);
		return parent !== folder && isOwn(parent);
	}
};
