import { constants } from 'node:fs';
import {
	copyFile,
	lstat,
	readdir,
	readlink,
	realpath,
	rename,
	rm,
	stat,
	statfs,
	symlink,
} from 'node:fs/promises';
import path from 'node:path';
import { exists, readRegular } from '../../base/files.ts';
import { systemErrorCode } from '../../base/problem.ts';
import { whyUnwritable } from '../../base/unwritable.ts';
import { makeFolder } from '../../base/write-file.ts';
import { isTemplate, packerFile } from '../../packer/folder-files.ts';
import { policyName, readmeName, userDataName } from '../../template/files.ts';
import { type CopyRecord, copyFolder, readCopyRecord, worldFolder } from '../copy/mirror.ts';
import { type Stamp, stampOf } from '../copy/private-copy.ts';
import { leftFolder } from '../folders.ts';
import type { WrittenFile } from '../journal/journal.ts';
import { isLockName } from '../lock-files.ts';
import { manifestName } from './manifest.ts';

const isAtTop = (place: string): boolean => path.basename(place) === place;

/** What lies beside the template. */
const sourceNames = ['recipe.json', userDataName, policyName, readmeName];

/** What an image is made of, which is no build's to change. */
const isSource = (place: string): boolean =>
	(isAtTop(place) && (packerFile(place) ?? sourceNames.includes(place)) !== false) ||
	place.startsWith(`scripts${path.sep}`);

const isSame = (one: Stamp, other: Stamp): boolean =>
	one.size === other.size && one.changed === other.changed;

/** Two files of more are not compared: they count as different. */
const mostCompared = 16 * 1024 * 1024;

const holdTheSame = async (one: string, other: string): Promise<boolean> => {
	try {
		const bytes = await readRegular(one, mostCompared);
		return bytes.equals(await readRegular(other, mostCompared));
	} catch {
		return false;
	}
};

/** Something that a build wrote: where it lies, and where plain Packer would have put it; both absolute. */
type Found = { readonly from: string; readonly to: string };

/** What of a build's world is no link of ours and no folder. Pipes and sockets hold nothing. */
const filesIn = async (world: string, except: readonly string[]): Promise<readonly Found[]> => {
	const found: Found[] = [];
	const walk = async (to: string): Promise<void> => {
		for (const name of await readdir(path.join(world, to)).catch(() => [])) {
			const place = path.join(to, name);
			const from = path.join(world, place);
			const status = await lstat(from).catch(() => undefined);
			if (status?.isDirectory()) {
				await walk(place);
			} else if (status?.isSymbolicLink()) {
				// A link to what it stands for was lent.
				if ((await readlink(from)) !== place) {
					found.push({ from, to: place });
				}
			} else if (status?.isFile() && !isLockName(name) && !except.includes(from)) {
				found.push({ from, to: place });
			}
		}
	};

	await walk(path.sep);
	return found;
};

/** Free bytes that a disk keeps when a file comes to it. */
const leastFree = 32 * 1024 * 1024;

/** Moves a file to another disk: beside its place first, so that no half of it ever stands there. */
const moveAcross = async (from: string, to: string): Promise<void> => {
	const { bavail, bsize } = await statfs(path.dirname(to));
	if (bavail * bsize < (await stat(from)).size + leastFree) {
		throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
	}

	const beside = path.join(path.dirname(to), `.${path.basename(to)}.packer-wizard`);
	try {
		await copyFile(from, beside, constants.COPYFILE_FICLONE);
		await rename(beside, to);
	} finally {
		await rm(beside, { force: true });
	}

	await rm(from);
};

/** Moves a file; nothing is followed. What stood there is replaced. */
const move = async (from: string, to: string): Promise<void> => {
	try {
		await rename(from, to);
	} catch (error) {
		if (systemErrorCode(error) !== 'EXDEV') {
			throw error;
		}

		if ((await lstat(from)).isSymbolicLink()) {
			await symlink(await readlink(from), to);
			await rm(from);
		} else {
			await moveAcross(from, to);
		}
	}
};

/** Makes a link that leads into the world of the build lead to what that stands for. */
const pointOut = async (link: string, world: string): Promise<void> => {
	const target = await readlink(link);
	if (target.startsWith(world + path.sep)) {
		await rm(link);
		await symlink(target.slice(world.length), link);
	}
};

/** A file that stays with the build, and why, one sentence. */
type KeptFile = { readonly kept: string };

/**
 * Brings one file to where plain Packer would have put it, or says why it may not stand there; undefined if it is as it
 * was.
 */
const bring = async (
	{ from, to }: Found,
	world: string,
	{ folder, files, began }: CopyRecord,
): Promise<'new' | 'replaced' | KeptFile | undefined> => {
	const place = path.relative(folder, to);
	const known = files[place];
	const status = await lstat(from);
	if (
		known &&
		status.isFile() &&
		((isAtTop(place) && isTemplate(place)) || isSame(stampOf(status), known.copy))
	) {
		// The templates in a copy are edited by us.
		return undefined;
	}

	const there = await stat(to).catch(() => undefined);
	if (there && (await holdTheSame(from, to))) {
		return undefined;
	}

	if (!(await exists(folder))) {
		return { kept: 'The folder is gone.' };
	}

	if (there && isSource(place)) {
		return { kept: 'The image is made of it, so yours stays as it is.' };
	}

	const isUnchanged = there && (known ? isSame(stampOf(there), known.original) : there.ctimeMs < began);
	if (there && !isUnchanged) {
		return { kept: 'Yours was changed while the build ran.' };
	}

	if (status.isSymbolicLink()) {
		await pointOut(from, world);
	}

	try {
		await makeFolder(path.dirname(to));
		// As who writes to a link writes to what it leads to.
		await move(from, there ? await realpath(to) : to);
		return there ? 'replaced' : 'new';
	} catch (error) {
		return { kept: whyUnwritable(error) };
	}
};

/** Keeps a file with the build. */
const keep = async ({ from, to }: Found, folder: string, build: string): Promise<string> => {
	const place = path.relative(folder, to);
	const kept = path.join(leftFolder(build), place.startsWith('..') ? path.join('beside', to) : place);
	await makeFolder(path.dirname(kept), 0o700);
	await rename(from, kept);
	return kept;
};

/**
 * Brings back what a build wrote beside its template, to where plain Packer would have put it: new files, and files that
 * stand there as they did when the build began. What would replace anything else stays with the build. Nothing of it is
 * run or read; who built it asked for it.
 * @returns what became of each file; none if the template was rendered for this build.
 */
export const bringBack = async (build: string): Promise<readonly WrittenFile[]> => {
	const record = readCopyRecord(build);
	if (!record) {
		return [];
	}

	const world = await realpath(worldFolder(build)).catch(() => worldFolder(build));
	const brought: WrittenFile[] = [];
	for (const found of await filesIn(world, [path.join(copyFolder(build), manifestName)])) {
		const { to } = found;
		try {
			const how = await bring(found, world, record);
			if (how === 'new' || how === 'replaced') {
				brought.push({ path: to, how });
			} else if (how) {
				brought.push({ path: to, how: 'kept', at: await keep(found, record.folder, build), why: how.kept });
			}
		} catch (error) {
			brought.push({ path: to, how: 'lost', why: whyUnwritable(error) });
		}
	}

	return brought;
};
