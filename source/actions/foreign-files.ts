import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegular } from '../base/files.ts';
import { powersOf } from '../builds/copy/powers.ts';
import { isLeftOut } from '../builds/copy/private-copy.ts';
import type { Foreign, ForeignFile } from '../flow/files.ts';
import { isPluginName, packerFile } from '../packer/folder-files.ts';
import type { TemplateFile } from '../template/files.ts';
import { type LinkOut, linksOut } from './links-out.ts';
import { listing, literalsIn, reachedOutside } from './reached-outside.ts';

export const sumOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const limits = { depth: 4, entries: 2000 };

/** The paths of all files that Packer reads by themselves, and of the programs that it starts. */
const readByPacker = async (folder: string): Promise<readonly string[]> => {
	const found: string[] = [];
	let entries = 0;
	const walk = async (below: string, depth: number): Promise<void> => {
		for (const name of (await readdir(path.join(folder, below)).catch(() => [])).sort()) {
			const file = path.posix.join(below, name);
			const status = await stat(path.join(folder, file)).catch(() => undefined);
			entries++;
			if (status?.isDirectory() && depth < limits.depth && entries < limits.entries && !isLeftOut(name)) {
				await walk(file, depth + 1);
			} else if (status?.isFile()) {
				const isProgram = isPluginName(name) && (status.mode & 0o111) !== 0;
				if (isProgram || (depth === 1 && packerFile(name))) {
					found.push(file);
				}
			}
		}
	};

	await walk('', 1);
	return found.sort();
};

/** The files in the folder that a template names in quotes. What it makes up while it runs cannot be told. */
const namedIn = (text: string, folder: string): readonly string[] => {
	return literalsIn(text).flatMap(literal => {
		const below = path.relative(folder, path.resolve(folder, literal));
		const isInside = below !== '' && !below.startsWith('..') && !path.isAbsolute(below);
		return isInside && !below.split(path.sep).some(isLeftOut) ? [below.split(path.sep).join('/')] : [];
	});
};

/** The content of a file, undefined if there is none or it cannot be read. */
export const bytesOf = (file: string): Promise<Buffer | undefined> =>
	readRegular(file, Number.POSITIVE_INFINITY).catch(() => undefined);

/** What a template reaches outside of its folder, if it is there. */
const outsideOf = async (name: string, text: string, folder: string): Promise<readonly ForeignFile[]> => {
	const files: ForeignFile[] = [];
	for (const { named, target } of await reachedOutside(name, text, folder)) {
		const content = (await bytesOf(target))?.toString() ?? (await listing(target));
		if (content !== undefined) {
			const does = [`is outside of the folder, and ${name} reaches it`];
			files.push({ path: named, does, isHere: false, isScript: false, content });
		}
	}

	return files;
};

const foreignLink = async ({ path: name, target }: LinkOut): Promise<ForeignFile> => ({
	path: name,
	does: [`leads out of the folder, to ${target}`],
	isHere: false,
	isScript: false,
	content: (await bytesOf(target))?.toString() ?? '',
});

/**
 * What Packer would read or start in a folder and packer-wizard did not write: other files, files of the same name that
 * differ and can do something on this computer, and where there is any of these, links that lead out of the folder.
 * Undefined if there is nothing of that kind.
 * @param ours what packer-wizard writes there, for any Packer.
 * @param kept whether files of the same name that differ are built.
 * @param origin the folder that it is a copy of: a copy has no links.
 */
export const foreignIn = async (
	folder: string,
	ours: readonly TemplateFile[],
	kept: boolean,
	origin = folder,
): Promise<Foreign | undefined> => {
	const isNamedAsOurs = (name: string): boolean => ours.some(file => file.path === name);
	const isOurs = (name: string, content: string): boolean =>
		ours.some(file => file.path === name && file.content === content);
	const isKept = async ({ path: name }: TemplateFile): Promise<boolean> => {
		const content = kept ? (await bytesOf(path.join(folder, name)))?.toString() : undefined;
		return content !== undefined && !isOurs(name, content);
	};
	const files: ForeignFile[] = [];
	const outside = new Map<string, ForeignFile>();
	const sums = new Map<string, string>();
	for (const name of await readByPacker(folder)) {
		const bytes = await bytesOf(path.join(folder, name));
		const text = bytes?.toString() ?? '';
		const isProgram = !packerFile(name);
		const { here, also } = powersOf(path.posix.basename(name), text);
		if (isOurs(name, text) || (isNamedAsOurs(name) && (!kept || here.length === 0))) {
			continue;
		}

		files.push({
			path: name,
			does: bytes === undefined ? ['cannot be read'] : here.length === 0 ? [also] : here,
			isHere: here.length > 0,
			isScript: false,
			content: isProgram ? `A program of ${bytes?.length ?? 0} bytes.\n` : text,
		});
		sums.set(name, sumOf(bytes ?? ''));
		for (const other of isProgram ? [] : namedIn(text, folder)) {
			const beside = await bytesOf(path.join(folder, other));
			if (beside && !isOurs(other, beside.toString())) {
				sums.set(other, sumOf(beside));
			}
		}

		for (const reached of isProgram ? [] : await outsideOf(name, text, folder)) {
			outside.set(reached.path, outside.get(reached.path) ?? reached);
			sums.set(reached.path, sumOf(reached.content));
		}
	}

	files.push(...outside.values());

	if (files.length > 0 || (await Promise.all(ours.map(isKept))).includes(true)) {
		for (const link of await linksOut(origin)) {
			files.push(await foreignLink(link));
			sums.set(`${link.path}\0`, link.target);
		}
	}

	return files.length === 0
		? undefined
		: { files, sum: sumOf(JSON.stringify([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))) };
};
