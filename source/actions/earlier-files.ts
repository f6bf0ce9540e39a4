import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readRegular } from '../base/files.ts';
import { isObject } from '../base/json.ts';
import { type Environment, stateFolder } from '../base/paths.ts';

/** In such a folder: what was written there, by path, as SHA-256. */
const sumsName = '.written.json';

const writtenSums = async (folder: string): Promise<Readonly<Record<string, unknown>>> => {
	try {
		const sums: unknown = JSON.parse((await readRegular(path.join(folder, sumsName))).toString());
		return isObject(sums) ? sums : {};
	} catch {
		// Every file then counts as the person's.
		return {};
	}
};

const filesBelow = async (folder: string): Promise<readonly string[]> => {
	try {
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		return entries
			.filter(entry => !entry.isDirectory() && entry.name !== sumsName)
			.map(entry => path.join(entry.parentPath, entry.name));
	} catch {
		return [];
	}
};

/**
 * The folder that version 0.1.0 kept for all runs of a preset by name, if it holds something that a person wrote there:
 * an edit counted then, and does not now. Absolute; undefined if there is nothing to lose.
 */
export const editedEarlier = async (
	preset: string,
	environment: Environment,
): Promise<string | undefined> => {
	const folder = path.join(stateFolder(environment), 'files', preset);
	const sums = await writtenSums(folder);
	for (const file of await filesBelow(folder)) {
		const bytes = await readRegular(file).catch(() => undefined);
		const name = path.relative(folder, file).split(path.sep).join('/');
		if (bytes === undefined || sums[name] !== createHash('sha256').update(bytes).digest('hex')) {
			return folder;
		}
	}

	return undefined;
};
