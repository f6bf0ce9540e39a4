import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from './problem.ts';
import { unwritable } from './unwritable.ts';

const isFolder = async (file: string): Promise<boolean> =>
	stat(file).then(
		found => found.isDirectory(),
		() => false,
	);

/** Makes one folder; undefined if it was there. */
const makeOne = async (folder: string, mode: number | undefined): Promise<string | undefined> => {
	try {
		await mkdir(folder, mode);
		return folder;
	} catch (error) {
		if (systemErrorCode(error) === 'EEXIST' && (await isFolder(folder))) {
			return undefined;
		}

		throw error;
	}
};

/**
 * Makes a folder and those above it, with the mode; gives the topmost that was made, undefined if all were there. Others
 * may make the same at the same time. Node's own `mkdir` with `recursive` never ends where a folder that exists says
 * that it does not, as `/proc` does.
 * @throws the system's error.
 */
export const makeFolder = async (folder: string, mode?: number): Promise<string | undefined> => {
	const parent = path.dirname(folder);
	try {
		return await makeOne(folder, mode);
	} catch (error) {
		if (systemErrorCode(error) !== 'ENOENT' || parent === folder) {
			throw error;
		}
	}

	const topmost = await makeFolder(parent, mode);
	const made = await makeOne(folder, mode);
	return topmost ?? made;
};

/**
 * Tries whether something can be made in a folder, or where it would be made; nothing of that stays.
 * @throws Problem (exit 3) if not.
 */
export const refuseUnwritable = async (folder: string): Promise<void> => {
	let there = folder;
	while (!(await isFolder(there)) && path.dirname(there) !== there) {
		there = path.dirname(there);
	}

	try {
		await rmdir(await mkdtemp(path.join(there, '.packer-wizard-')));
	} catch (error) {
		throw unwritable(folder, error);
	}
};

const halfWritten = /^\..+\.[0-9a-f]{12}$/;
const minute = 60_000;

/** Takes away what `writeFileAtomically` left in a folder, and in those within, when its process was killed. `now` in milliseconds. */
export const removeHalfWritten = async (folder: string, now: number): Promise<void> => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	for (const entry of entries.filter(({ name }) => halfWritten.test(name))) {
		const file = path.join(entry.parentPath, entry.name);
		const made = await stat(file).catch(() => undefined);
		if (made?.isFile() && now - made.mtimeMs > minute) {
			await rm(file, { force: true });
		}
	}
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
