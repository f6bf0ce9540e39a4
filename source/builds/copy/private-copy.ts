import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exists, makeFolder, openRegular, readIfExists } from '../../base/files.ts';
import { exitCodes, Problem, systemErrorCode } from '../../base/problem.ts';
import { packerFile } from '../../packer/folder-files.ts';
import { isLockName } from '../lock-files.ts';
import { privateHcl, privateJson, type TemplateEdits } from './private-template.ts';

/** Neither belongs to a template, and each can be huge. */
const leftOut = new Set(['node_modules', '.git', '.hg', '.svn', '.terraform', 'packer_cache']);

/** Whether a build leaves out a file or folder of that name. */
export const isLeftOut = (name: string): boolean => leftOut.has(name);

/** What a template's own files never reach. A folder that holds more lends the rest by links. */
const limits = { entries: 2000, bytes: 64 * 1024 * 1024 };

type Budget = { entries: number; bytes: number };

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

const copyEntry = async (from: string, to: string, budget: Budget): Promise<void> => {
	const name = path.basename(from);
	if (isLeftOut(name) || isLockName(name)) {
		return;
	}

	try {
		// Follows links, since what they lead to could change while it is used.
		const status = await stat(from);
		budget.entries--;
		budget.bytes -= status.isFile() ? status.size : 0;
		if (budget.entries < 0 || budget.bytes < 0) {
			await symlink(from, to);
			return;
		}

		if (status.isDirectory()) {
			const names = await readdir(from);
			await mkdir(to);
			for (const inside of names) {
				await copyEntry(path.join(from, inside), path.join(to, inside), budget);
			}
		} else if (status.isFile()) {
			await copyContent(from, to);
		} else {
			return;
		}

		// Packer hands permissions on to the machine with what it uploads.
		await chmod(to, (status.mode & 0o7777) | (status.isDirectory() ? 0o700 : 0));
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
 * Copies the template of a folder as it stands, with what it may refer to, into a folder that only this person can
 * read.
 * @param to must not exist; links to what the template names beside its folder are put beside it.
 * @throws Problem (exit 3) if there is no template in the folder; a system error if the copy cannot be written.
 */
export const makePrivateCopy = async (from: string, to: string): Promise<void> => {
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
	const budget: Budget = { ...limits };
	for (const name of [...names].sort((a, b) => rank(a) - rank(b))) {
		await copyEntry(path.join(from, name), path.join(to, name), budget);
	}

	await linkNeighbours(from, to, names.filter(editOf));
};

const neighbour = /\.\.\/([^/"'\s$%{}]+)/g;

/** What a template names beside its folder (`../playbooks`) it finds beside the copy too, as a link. */
const linkNeighbours = async (from: string, to: string, templates: readonly string[]): Promise<void> => {
	// What is no file is not copied either.
	const texts = await Promise.all(
		templates.map(name => readIfExists(path.join(from, name)).catch(() => undefined)),
	);
	const named = texts.flatMap(text => [...(text ?? '').matchAll(neighbour)].map(([, name = '']) => name));
	for (const name of new Set(named)) {
		const target = path.resolve(from, '..', name);
		if (name !== '..' && path.basename(to) !== name && (await exists(target))) {
			await symlink(target, path.join(to, '..', name));
		}
	}
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
