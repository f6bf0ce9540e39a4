import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import { messageOf, noFile, systemErrorCode, tooLarge } from './problem.ts';

/** Whether anything exists at the path. */
export const exists = async (file: string): Promise<boolean> =>
	access(file, constants.F_OK).then(
		() => true,
		() => false,
	);

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
