import type { Stats } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openRegular } from '../../base/files.ts';
import { exitCodes, Problem, systemErrorCode } from '../../base/problem.ts';
import { makeFolder } from '../../base/write-file.ts';
import { packerFile } from '../../packer/folder-files.ts';
import { isLockName } from '../lock-files.ts';
import { privateHcl } from './private-hcl.ts';
import { privateJson } from './private-json.ts';
import type { TemplateEdits } from './template-edits.ts';

/** None belongs to a template, and each can be huge. */
const leftOut = new Set(['node_modules', '.git', '.hg', '.svn', '.terraform', 'packer_cache']);

/** Whether a build leaves out a file or folder of that name. */
export const isLeftOut = (name: string): boolean => leftOut.has(name);

/** As git itself stands for a repository that lies elsewhere: what asks for the commit is answered in a copy, too. */
const gitFile = (repository: string): string => `gitdir: ${repository}\n`;

/** What a template's own files never reach. A folder that holds more lends the rest by links. */
const limits = { entries: 2000, bytes: 64 * 1024 * 1024 };

/** What a file is like: its size in bytes, and when it was changed, in milliseconds since 1970. */
export type Stamp = { readonly size: number; readonly changed: number };

export const stampOf = ({ size, mtimeMs }: Stats): Stamp => ({ size, changed: mtimeMs });

/** What files are copies, by their place in the copy: what each was copied from was like then, and the copy itself. */
export type CopiedFiles = Record<string, { readonly original: Stamp; readonly copy: Stamp }>;

const editOf = (name: string): ((text: string, edits: TemplateEdits) => string) | undefined => {
	switch (packerFile(name)) {
		case 'hcl':
			return privateHcl;
		case 'json':
			return privateJson;
		default:
			return undefined;
	}
};

/**
 * Copies what a file holds. Node's own `copyFile` (libuv 1.51) never ends where a file gives less than its size, as one
 * does that just becomes shorter, and those below /sys.
 */
const copyContent = async (from: string, to: string): Promise<void> => {
	const source = await openRegular(from);
	try {
		const { size } = await source.stat();
		// What has no size has no end either, below /proc.
		await writeFile(to, size === 0 ? '' : await source.readFile(), { flag: 'wx' });
	} finally {
		await source.close();
	}
};

/** Errors of the disk that the copy is on, not of what is copied. */
const ofTheCopy: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** A copy that is being made: from where to where, what it may still hold, and what it holds. */
type Copying = {
	readonly from: string;
	readonly to: string;
	/** What is no part of it, absolute. */
	readonly except: string;
	readonly left: { entries: number; bytes: number };
	readonly files: CopiedFiles;
};

const copyEntry = async (place: string, copying: Copying): Promise<void> => {
	const { except, left, files } = copying;
	const name = path.basename(place);
	const from = path.join(copying.from, place);
	const to = path.join(copying.to, place);
	if ((isLeftOut(name) && name !== '.git') || isLockName(name) || from === except) {
		return;
	}

	try {
		// Follows links, since what they lead to could change while it is used.
		const status = await stat(from);
		left.entries--;
		left.bytes -= status.isFile() ? status.size : 0;
		if (left.entries < 0 || left.bytes < 0) {
			await symlink(from, to);
			return;
		}

		if (name === '.git' && status.isDirectory()) {
			await writeFile(to, gitFile(from));
		} else if (status.isDirectory()) {
			const names = await readdir(from);
			await mkdir(to);
			for (const inside of names) {
				await copyEntry(path.join(place, inside), copying);
			}
		} else if (status.isFile()) {
			await copyContent(from, to);
		} else {
			return;
		}

		const copy = await stat(to);
		if (status.isDirectory() === copy.isDirectory()) {
			// Packer hands permissions on to the machine with what it uploads.
			await chmod(to, (status.mode & 0o7777) | (status.isDirectory() ? 0o700 : 0));
		}

		if (copy.isFile()) {
			files[place] = { original: stampOf(status), copy: stampOf(copy) };
		}
	} catch (error) {
		const code = systemErrorCode(error);
		if (code === undefined || ofTheCopy.includes(code)) {
			throw error;
		}

		if (code !== 'ENOENT' && code !== 'ELOOP') {
			// Not all beside a template is the template's: what may not be read is Packer's to complain about.
			await rm(to, { recursive: true, force: true });
			await symlink(from, to);
		}
	}
};

const noTemplate = (folder: string, message: string, reason: string, cause?: unknown): Problem =>
	new Problem(`${folder} ${message}`, {
		reason,
		next: ['Write it again: packer-wizard new'],
		exitCode: exitCodes.missing,
		cause,
	});

/**
 * Copies the template of a folder as it stands, with what lies in it, into a folder that only this person can read.
 * @param to must not exist.
 * @param except what is no part of the copy, absolute: it may lie in the folder itself.
 * @returns what files are copies.
 * @throws Problem (exit 3) if there is no template in the folder; a system error if the copy cannot be written.
 */
export const makePrivateCopy = async (from: string, to: string, except = to): Promise<CopiedFiles> => {
	let names: string[];
	try {
		names = await readdir(from);
	} catch (error) {
		throw noTemplate(from, 'cannot be read.', 'The template that is to be built should be there.', error);
	}

	if (!names.some(editOf)) {
		throw noTemplate(
			from,
			'holds no template.',
			'No file there has a name that ends in .pkr.hcl or .pkr.json.',
		);
	}

	await makeFolder(to, 0o700);
	// The template first, so that its own files are copies whatever else lies there, and can change no more.
	const rank = (name: string) =>
		packerFile(name) ? 0 : name === 'scripts' || name === 'user-data.sh' ? 1 : 2;
	const copying: Copying = { from, to, except, left: { ...limits }, files: {} };
	for (const name of [...names].sort((a, b) => rank(a) - rank(b))) {
		await copyEntry(name, copying);
	}

	return copying.files;
};

/** Makes the edits in a private copy; it differs from the person's files by these and by nothing else. */
export const editPrivateCopy = async (folder: string, edits: TemplateEdits): Promise<void> => {
	// One that came along is of another build, and Packer would add to it.
	await rm(path.join(folder, edits.manifest), { recursive: true, force: true });
	for (const name of await readdir(folder)) {
		const edit = editOf(name);
		if (edit) {
			const file = path.join(folder, name);
			const text = await readFile(file, 'utf8');
			// A new file: this one may be read-only, as the person's is.
			await rm(file);
			await writeFile(file, edit(text, edits), { mode: 0o600 });
		}
	}
};
