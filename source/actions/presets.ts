import path from 'node:path';
import type { Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import type { PresetFrom } from '../builds/journal/journal.ts';
import type { Decisions } from '../questions/question.ts';
import { isSameRecipe } from '../recipe/read.ts';
import { listPresets, readPreset } from '../store/presets.ts';
import { placeOf } from './preset-place.ts';

/**
 * What a preset decides. By name it has no folder; the files of a recipe.json are the ones around it, those of another
 * file get a folder beside it.
 * @throws Problem (exit 2) that names the nearest preset.
 */
export const readDecisions = async (nameOrPath: string, whereabouts: Whereabouts): Promise<Decisions> => {
	const { recipe, file, name, elsewhere } = await readPreset(nameOrPath, whereabouts);
	const scripts = elsewhere.length > 0 && { elsewhere };
	if (name !== undefined) {
		return { recipe, folder: null, preset: name, ...scripts };
	}

	const beside = path.dirname(file);
	const folder = path.basename(file) === 'recipe.json' ? beside : path.join(beside, recipe.name);
	// A folder that holds what its recipe.json says: what is still so gives way when one asks for something else.
	return { recipe, folder, ...(folder === beside && { before: recipe }), ...scripts };
};

/** Where the preset is kept that a name means here; undefined if there is none. */
export const presetFrom = async (name: string, whereabouts: Whereabouts): Promise<PresetFrom | undefined> => {
	const found = (await listPresets(whereabouts)).find(preset => preset.name === name);
	return found && placeOf(found);
};

/** Whether the preset that answers began with says the same as they do now. */
export const isPresetUnchanged = async (
	{ preset, recipe }: Decisions,
	whereabouts: Whereabouts,
): Promise<boolean> => {
	try {
		return preset !== undefined && isSameRecipe((await readPreset(preset, whereabouts)).recipe, recipe);
	} catch (error) {
		if (error instanceof Problem) {
			// It was deleted, or cannot be read any more.
			return false;
		}

		throw error;
	}
};
