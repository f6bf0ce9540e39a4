import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../base/paths.ts';
import { ownFiles } from '../recipe/own-files.ts';
import type { Recipe } from '../recipe/schema.ts';
import { extension, ownFile, projectName } from './preset-files.ts';

/** Where a file really is, or would be if it were there. */
const realPath = (file: string): Promise<string> =>
	realpath(file).catch(async () => {
		const parent = path.dirname(file);
		return parent === file ? file : path.join(await realPath(parent), path.basename(file));
	});

/** The folder whose scripts a preset may take: its own, or that of the project. */
const scriptsFolder = (file: string): string => {
	const folder = path.dirname(file);
	return path.basename(folder) === projectName ? path.dirname(folder) : folder;
};

/** The files that a Recipe names outside of the folder of its file, where they really are: links may lead out. */
export const scriptsElsewhere = async (
	recipe: Recipe,
	file: string,
	environment: Environment,
): Promise<readonly string[]> => {
	if (file === ownFile(path.basename(file, extension), environment)) {
		// The paths in it are those that the person typed.
		return [];
	}

	const folder = await realPath(scriptsFolder(file));
	const found: string[] = [];
	for (const own of ownFiles(recipe)) {
		const below = path.relative(folder, await realPath(own.path));
		if (below.startsWith('..') || path.isAbsolute(below)) {
			found.push(own.path);
		}
	}

	return found;
};
