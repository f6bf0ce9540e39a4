import path from 'node:path';
import { exists, readIfExists } from '../base/files.ts';
import type { Whereabouts } from '../base/paths.ts';
import { shownPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { parseRecipe } from '../recipe/read.ts';
import type { Recipe } from '../recipe/schema.ts';
import { mainFile } from '../recipe/style.ts';

/** The file that the recipe in a folder was written as; undefined if that cannot be told. */
const mainFileThere = async (folder: string): Promise<string | undefined> => {
	try {
		const text = await readIfExists(path.join(folder, 'recipe.json'));
		return text === undefined ? undefined : mainFile(parseRecipe(text, 'recipe.json'));
	} catch {
		// What cannot be read is told where it is compared.
		return undefined;
	}
};

/**
 * Packer reads all templates of a folder together, and the file of one in Gruntwork's style has the names of image and
 * system in its own: with other answers it would stand beside the old one.
 * @throws Problem (exit 3) if the folder was written as another file.
 */
export const refuseOtherTemplate = async (
	folder: string,
	recipe: Recipe,
	{ cwd, environment }: Whereabouts,
): Promise<void> => {
	const old = await mainFileThere(folder);
	if (old === undefined || old === mainFile(recipe) || !(await exists(path.join(folder, old)))) {
		return;
	}

	throw new Problem(`${shownPath(folder, { cwd, environment })} holds another template, ${old}.`, {
		reason: `Packer would read it together with ${mainFile(recipe)}.`,
		next: ['Write elsewhere: another folder at Files, or --out <folder>', 'Or move the old files away.'],
		exitCode: exitCodes.missing,
	});
};
