import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyNames } from '../copy/mirror.ts';
import { programsName } from '../folders.ts';
import { spoolNames } from './spool.ts';

const temporaryName = 'tmp';
const awayPrefix = 'packer-wizard-';

// The plugins' sockets lie there, `packer-plugin` and up to ten digits, and macOS takes 103 bytes for a socket's path.
const longest = 76;

/** The folder for Packer's temporary files of a build that runs. */
export const temporaryFolder = (folder: string): string => path.join(folder, temporaryName);

/** Where the folder for Packer's temporary files of a build is made: in the build's folder, if that is short enough. */
export const temporaryPlace = (folder: string): string => {
	if (Buffer.byteLength(temporaryFolder(folder)) <= longest) {
		return folder;
	}

	return Buffer.byteLength(tmpdir()) <= longest - 24 ? tmpdir() : '/tmp';
};

/** Makes the folder for Packer's temporary files and gives its path. */
export const makeTemporaryFolder = (folder: string): string => {
	const place = temporaryFolder(folder);
	const base = temporaryPlace(folder);
	if (base === folder) {
		mkdirSync(place, { mode: 0o700 });
		return place;
	}

	const away = path.join(base, `${awayPrefix}${randomBytes(4).toString('hex')}`);
	// The link first: killed in between, nothing is there that nobody would find.
	symlinkSync(away, place);
	mkdirSync(away, { mode: 0o700 });
	return away;
};

// A script that is just ending may still write there.
const removal = { recursive: true, force: true, maxRetries: 5 } as const;

const removeTemporaryFolder = (folder: string): void => {
	const place = temporaryFolder(folder);
	if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) {
		const away = readlinkSync(place);
		if (path.basename(away).startsWith(awayPrefix)) {
			rmSync(away, removal);
		}
	}

	rmSync(place, removal);
};

/** Removes all that a build needs only while it runs. What cannot be removed stays; the build's result stands. */
export const removeWorkFiles = (folder: string): void => {
	const removals = [
		() => removeTemporaryFolder(folder),
		...[...copyNames, programsName, ...Object.values(spoolNames)].map(
			name => () => rmSync(path.join(folder, name), removal),
		),
	];
	for (const remove of removals) {
		try {
			remove();
		} catch {
			// For one a file that a script made as another user.
		}
	}
};
