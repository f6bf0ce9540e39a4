import path from 'node:path';
import { readRegular, whyUnreadable } from '../base/files.ts';
import { type Environment, typedPath } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { withOwnFiles } from '../recipe/own-files.ts';
import { parseRecipe } from '../recipe/read.ts';
import type { Recipe } from '../recipe/schema.ts';

/** The Recipe of a file; scripts of its steps are looked for beside it. */
export const readRecipeFile = async (
	file: string,
	origin: string,
	environment: Environment,
): Promise<Recipe> => {
	let text: string;
	try {
		text = (await readRegular(file)).toString();
	} catch (error) {
		throw new Problem(`${origin} cannot be read.`, {
			reason: whyUnreadable(error),
			next: ['See what can be run: packer-wizard presets list'],
			exitCode: exitCodes.usage,
			cause: error,
		});
	}

	// Editors on Windows put a byte order mark in front, which JSON.parse does not take.
	const recipe = parseRecipe(text.replace(/^\uFEFF/, ''), origin);
	return withOwnFiles(recipe, own => typedPath(own.path, { environment, cwd: path.dirname(file) }));
};
