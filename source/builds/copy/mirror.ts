import { readFileSync, realpathSync } from 'node:fs';
import { readdir, realpath, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { exists, readIfExists } from '../../base/files.ts';
import { parsedJson } from '../../base/json.ts';
import { isTemplate } from '../../packer/folder-files.ts';
import { type CopiedFiles, makePrivateCopy } from './private-copy.ts';

// The copy of the person's folder /home/ann/images/web is <build>/copy/home/ann/images/web. Beside it and beside each
// folder above it stand links to what stands there in truth. So whatever leaves the folder upwards arrives where it
// would have: `../x`, `${path.root}/../../x`, `abspath(…)`, what a script makes up while it runs.

const worldName = 'copy';
const linkName = 'template';
const recordName = 'copied.json';

/** What there is of a copy in a build's folder while it runs. */
export const copyNames: readonly string[] = [worldName, linkName, recordName];

/** What stands for `/` beside a build's private copy. */
export const worldFolder = (build: string): string => path.join(build, worldName);

/** Where a build's private copy is, without links in the path: what is above it is what Packer finds there. */
export const copyFolder = (build: string): string => {
	try {
		return realpathSync(path.join(build, linkName));
	} catch {
		// One that an earlier version began.
		return path.join(worldFolder(build), linkName);
	}
};

const stamp = z.object({ size: z.number(), changed: z.number() });
const recordSchema = z.object({
	/** The person's folder, without links in its path. */
	folder: z.string(),
	/** When the copy was begun, milliseconds since 1970. */
	began: z.number(),
	files: z.record(z.string(), z.object({ original: stamp, copy: stamp })),
});
export type CopyRecord = {
	readonly folder: string;
	readonly began: number;
	readonly files: CopiedFiles;
};

/** What a build's private copy is a copy of; undefined if it was rendered for this build. */
export const readCopyRecord = (build: string): CopyRecord | undefined => {
	try {
		return recordSchema.safeParse(parsedJson(readFileSync(path.join(build, recordName), 'utf8'))).data;
	} catch {
		return undefined;
	}
};

/** A folder that holds more, or may not be listed, lends only what the template names: `/tmp` of a busy computer. */
const mostLinks = 2000;

const named = /\.\.\/([^/"'\s$%{}]+)/g;

/** What a template names behind a `../`. */
const namesIn = async (folder: string): Promise<readonly string[]> => {
	const templates = (await readdir(folder)).filter(isTemplate);
	// What is no file is not copied either.
	const texts = await Promise.all(
		templates.map(name => readIfExists(path.join(folder, name)).catch(() => undefined)),
	);
	return texts.flatMap(text => [...(text ?? '').matchAll(named)].map(([, name = '']) => name));
};

const lendFrom = async (
	parent: string,
	own: string,
	to: string,
	wanted: readonly string[],
): Promise<void> => {
	const listed = await readdir(parent).catch(() => undefined);
	const names = listed === undefined || listed.length > mostLinks ? wanted : listed;
	for (const name of new Set(names)) {
		const target = path.join(parent, name);
		if (
			name !== own &&
			path.dirname(target) === parent &&
			(listed?.includes(name) || (await exists(target)))
		) {
			await symlink(target, path.join(to, name));
		}
	}
};

const lendNeighbours = async (from: string, world: string): Promise<void> => {
	const wanted = await namesIn(from);
	for (let folder = from; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
		const parent = path.dirname(folder);
		await lendFrom(parent, path.basename(folder), path.join(world, parent), wanted);
	}
};

/**
 * Makes the private copy of a person's folder for a build, among links to what surrounds that folder.
 * @throws Problem (exit 3) if there is no template in the folder; a system error if the copy cannot be written.
 */
export const copyPersonsFolder = async (folder: string, build: string): Promise<void> => {
	const from = await realpath(folder).catch(() => folder);
	const world = worldFolder(build);
	const copy = path.join(world, from);
	const began = Date.now();
	const files = await makePrivateCopy(from, copy, await realpath(build));
	await lendNeighbours(from, world);
	const record: CopyRecord = { folder: from, began, files };
	await writeFile(path.join(build, recordName), JSON.stringify(record), { mode: 0o600 });
	await symlink(path.relative(build, copy), path.join(build, linkName));
};

/** Makes the private copy of what was rendered for a build, which has no surroundings. */
export const copyRendered = async (rendered: string, build: string): Promise<void> => {
	await makePrivateCopy(rendered, path.join(worldFolder(build), linkName));
	await symlink(path.join(worldName, linkName), path.join(build, linkName));
};
