import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import {
	access,
	type FileHandle,
	mkdir,
	mkdtemp,
	open,
	readdir,
	rename,
	rm,
	rmdir,
	stat,
} from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, Problem, systemErrorCode } from './problem.ts';

/** Whether anything exists at the path. */
export const exists = async (file: string): Promise<boolean> =>
	access(file, constants.F_OK).then(
		() => true,
		() => false,
	);

/** The code of our own errors beside the system's: a pipe, a socket or a device. */
const noFile = 'ENOFILE';
/** The code for a file that is larger than what can be meant. */
const tooLarge = 'EFBIG';

const refusal = (code: string, file: string): Error => Object.assign(new Error(`${code}: ${file}`), { code });

const checkRegular = (status: Stats, file: string): void => {
	if (!status.isFile()) {
		throw refusal(status.isDirectory() ? 'EISDIR' : noFile, file);
	}
};

// A pipe that nobody writes to would be waited for, and a terminal would become ours.
const readOnly = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Opens a file to read it. Whatever else stands in its place (a folder, a pipe, a device) is refused and never waited
 * for: where a person's own files are read, anything may stand.
 * @throws an error with a code: the system's, or for a pipe or a device our own.
 */
export const openRegular = async (file: string): Promise<FileHandle> => {
	const handle = await open(file, readOnly);
	try {
		checkRegular(await handle.stat(), file);
		return handle;
	} catch (error) {
		await handle.close();
		throw error;
	}
};

/** The largest file that is read as a whole, in bytes. */
const largest = 16 * 1024 * 1024;

/** The bytes of a file that is read as a whole; throws as `openRegular` does, and for more than the most, 16 MB. */
export const readRegular = async (file: string, most = largest): Promise<Buffer> => {
	const handle = await openRegular(file);
	try {
		if ((await handle.stat()).size > most) {
			throw refusal(tooLarge, file);
		}

		return await handle.readFile();
	} finally {
		await handle.close();
	}
};

/** As `readRegular`, for the few places that cannot wait. */
export const readRegularSync = (file: string): string => {
	const descriptor = openSync(file, readOnly);
	try {
		const status = fstatSync(descriptor);
		checkRegular(status, file);
		if (status.size > largest) {
			throw refusal(tooLarge, file);
		}

		return readFileSync(descriptor, 'utf8');
	} finally {
		closeSync(descriptor);
	}
};

const whyNotRead: Readonly<Record<string, string>> = {
	ENOENT: 'There is no such file.',
	ENOTDIR: 'A file is in the way where a folder is needed.',
	EACCES: 'You may not read it.',
	EPERM: 'You may not read it.',
	EISDIR: 'It is a folder.',
	ELOOP: 'Its links lead in a circle.',
	ENAMETOOLONG: 'The name is too long.',
	EIO: 'The disk cannot read it.',
	// Opening a socket, on Linux and on macOS.
	ENXIO: 'It is a socket, no file.',
	EOPNOTSUPP: 'It is a socket, no file.',
	[noFile]: 'It is a pipe or a device, no file.',
	[tooLarge]: 'It is larger than 16 MB.',
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why a file could not be read, one sentence. */
export const whyUnreadable = (error: unknown): string =>
	whyNotRead[systemErrorCode(error) ?? ''] ?? messageOf(error);

/** The text of a file, undefined if it does not exist. Throws on anything else. */
export const readIfExists = async (file: string): Promise<string | undefined> => {
	try {
		return (await readRegular(file)).toString();
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
	ELOOP: 'Links that lead in a circle are in the way.',
	ENXIO: 'Something that is no file is in the way.',
	[noFile]: 'Something that is no file is in the way.',
	[tooLarge]: 'A file that is larger than 16 MB is in the way.',
};

/** Why a file could not be written, one sentence. */
export const whyUnwritable = (error: unknown): string =>
	reasons[systemErrorCode(error) ?? ''] ?? messageOf(error);

/** A Problem (exit 3) that says why a path cannot be written, and what to do. */
export const unwritable = (file: string, error: unknown, next = 'Choose another folder.'): Problem =>
	new Problem(`${file} cannot be written.`, {
		reason: whyUnwritable(error),
		next: [next],
		exitCode: exitCodes.missing,
		cause: error,
	});

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
