import { rename, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists } from '../base/files.ts';
import type { Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { makeFolder } from '../base/write-file.ts';
import type { LockedFolder } from '../builds/folder-lock.ts';
import type { Leftover, Leftovers } from '../flow/files.ts';
import type { Decisions } from '../questions/question.ts';
import type { TemplateFile } from '../template/files.ts';
import { readDecisions } from './presets.ts';
import { ourFiles } from './rendered-files.ts';
import { withTerraformKept } from './terraform-folder.ts';

/** What stands there; undefined where nothing is, or nothing that could be read. */
const textAt = (folder: string, file: string): Promise<string | undefined> =>
	readIfExists(path.join(folder, ...file.split('/'))).catch(() => undefined);

/** What the folder was written for, by the recipe in it, for every Packer, or why that cannot be told; none without one. */
export const filesBefore = async (
	folder: string,
	whereabouts: Whereabouts,
): Promise<readonly TemplateFile[] | Problem> => {
	if ((await textAt(folder, 'recipe.json')) === undefined) {
		return [];
	}

	try {
		return await ourFiles(await readDecisions(path.join(folder, 'recipe.json'), whereabouts), whereabouts);
	} catch (error) {
		if (error instanceof Problem) {
			return error;
		}

		throw error;
	}
};

/**
 * What stands in a folder because of the recipe in it and is no file of the decisions, for any Packer: a step or a policy that nothing asks
 * for any more. What is not as it was written, and every copy of a script of the person's, is theirs. Where that recipe cannot
 * be rendered any more, all of it stays.
 */
export const findLeftovers = async (
	folder: string,
	decisions: Decisions,
	whereabouts: Whereabouts,
): Promise<Leftovers> => {
	const before = await filesBefore(folder, whereabouts);
	if (before instanceof Problem) {
		return { leftovers: [], untold: before.message };
	}

	const now = new Set(
		before.length === 0 ? [] : (await ourFiles(decisions, whereabouts)).map(file => file.path),
	);
	const gone = before.filter(file => !now.has(file.path));
	const found = [...Map.groupBy(gone, file => file.path)].map(async ([name, versions]) => {
		const current = await textAt(folder, name);
		const isTheirs = versions.every(({ content, mode }) => mode !== undefined || content !== current);
		return current === undefined ? [] : [{ path: name, content: current, isTheirs }];
	});
	return withTerraformKept((await Promise.all(found)).flat(), folder);
};

/**
 * Takes leftovers out of a folder that is had, all of them or none, but those that are the person's or were changed
 * meanwhile; folders that are empty then go with them.
 * @returns the paths of what was taken.
 */
export const takeLeftovers = async (
	leftovers: readonly Leftover[],
	{ folder, workplace }: LockedFolder,
): Promise<readonly string[]> => {
	const taken: { readonly name: string; readonly target: string; readonly aside: string }[] = [];
	try {
		for (const { path: name, content, isTheirs } of leftovers) {
			if (!isTheirs && (await textAt(folder, name)) === content) {
				const parts = name.split('/');
				const target = path.join(folder, ...parts);
				const aside = path.join(workplace(), 'old', ...parts);
				await makeFolder(path.dirname(aside));
				await rename(target, aside);
				taken.push({ name, target, aside });
			}
		}
	} catch (error) {
		for (const { target, aside } of taken) {
			await rename(aside, target).catch(() => undefined);
		}

		throw error;
	}

	for (const { target } of taken) {
		for (let above = path.dirname(target); above !== folder; above = path.dirname(above)) {
			await rmdir(above).catch(() => undefined);
		}
	}

	return taken.map(({ name }) => name);
};
