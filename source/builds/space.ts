import { statfs } from 'node:fs/promises';
import { shownPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import { makeFolder } from '../base/write-file.ts';
import { buildFolder, buildsFolder } from './folders.ts';
import { temporaryPlace } from './supervisor/work-files.ts';

/** What must be free where builds write, in bytes: a Packer whose output is refused hangs and cannot be cancelled. */
const neededSpace = 256 * 1024 * 1024;

const mebibytes = (bytes: number): string => `${Math.floor(bytes / (1024 * 1024))} MB`;

/** @throws Problem (exit 3) if less than the needed space is free in a folder, or nothing can be written there. */
const checkFolder = async (folder: string, variable: string, whereabouts: Whereabouts): Promise<void> => {
	let free: number;
	try {
		await makeFolder(folder, 0o700);
		const { bavail, bsize } = await statfs(folder);
		free = bavail * bsize;
	} catch (error) {
		throw unwritable(folder, error, `Set ${variable} to a folder that you may write.`);
	}

	if (free < neededSpace) {
		throw new Problem(`Only ${mebibytes(free)} are free for ${shownPath(folder, whereabouts)}.`, {
			reason: `A build needs ${mebibytes(neededSpace)} there: if its output cannot be written, Packer hangs and cannot clean up.`,
			next: [`Free some space, or set ${variable} to a folder on another disk.`],
			exitCode: exitCodes.missing,
		});
	}
};

/**
 * @throws Problem (exit 3) if less than the needed space is free where builds write, their temporary files included, or
 * nothing can be written there.
 */
export const checkSpace = async (whereabouts: Whereabouts): Promise<void> => {
	const { environment } = whereabouts;
	await checkFolder(buildsFolder(environment), 'XDG_STATE_HOME', whereabouts);
	const build = buildFolder('0000', environment);
	const temporary = temporaryPlace(build);
	if (temporary !== build) {
		await checkFolder(temporary, 'TMPDIR', whereabouts);
	}
};
