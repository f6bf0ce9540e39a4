import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, Problem, systemErrorCode } from './problem.ts';

/** Whether anything exists at the path. */
export const exists = async (file: string): Promise<boolean> =>
	access(file, constants.F_OK).then(
		() => true,
		() => false,
	);

/** The text of a file, undefined if it does not exist. Throws on anything else. */
export const readIfExists = async (file: string): Promise<string | undefined> => {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (systemErrorCode(error) === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
};

const reasons: Readonly<Record<string, string>> = {
	EACCES: 'You may not write there.',
	EPERM: 'You may not write there.',
	EROFS: 'That file system can only be read.',
	ENOSPC: 'The disk is full.',
	EDQUOT: 'Your share of the disk is used up.',
	ENOENT: 'No folder can be made there.',
	ENOTDIR: 'A file is in the way where a folder is needed.',
	EEXIST: 'A file is in the way where a folder is needed.',
	EISDIR: 'A folder is in the way where a file is needed.',
	ENAMETOOLONG: 'The name is too long.',
};

/** A Problem (exit 3) that says why a path cannot be written, and what to do. */
export const unwritable = (file: string, error: unknown, next = 'Choose another folder.'): Problem =>
	new Problem(`${file} cannot be written.`, {
		reason: reasons[systemErrorCode(error) ?? ''] ?? (error instanceof Error ? error.message : String(error)),
		next: [next],
		exitCode: exitCodes.missing,
		cause: error,
	});

const isFolder = async (file: string): Promise<boolean> =>
	stat(file).then(
		found => found.isDirectory(),
		() => false,
	);

/**
 * Makes a folder and those above it; gives the topmost that was made, undefined if all were there. Node's own `mkdir`
 * with `recursive` never ends where a folder that exists says that it does not, as `/proc` does.
 * @throws the system's error.
 */
export const makeFolder = async (folder: string): Promise<string | undefined> => {
	const parent = path.dirname(folder);
	try {
		await mkdir(folder);
		return folder;
	} catch (error) {
		const code = systemErrorCode(error);
		if (code === 'EEXIST' && (await isFolder(folder))) {
			return undefined;
		}

		if (code !== 'ENOENT' || parent === folder || (await exists(parent))) {
			throw error;
		}
	}

	const topmost = await makeFolder(parent);
	const made = await makeFolder(folder);
	return topmost ?? made;
};

/**
 * Writes a file so that a reader sees either the old or the new content, never half of it.
 * @throws Problem with exit 3 if it cannot be written.
 */
export const writeFileAtomically = async (file: string, content: string, mode = 0o644): Promise<void> => {
	const temporary = path.join(
		path.dirname(file),
		`.${path.basename(file)}.${randomBytes(6).toString('hex')}`,
	);
	try {
		await makeFolder(path.dirname(file));
		const handle = await open(temporary, 'wx', mode);
		try {
			await handle.chmod(mode);
			await handle.writeFile(content);
			await handle.sync();
		} finally {
			await handle.close();
		}

		await rename(temporary, file);
	} catch (error) {
		// What went wrong above is what must be told, not that there is nothing to tidy.
		await rm(temporary, { force: true }).catch(() => undefined);
		throw unwritable(file, error);
	}
};
