import path from 'node:path';
import type { Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import type { PresetFrom } from '../builds/journal/journal.ts';
import type { Decisions } from '../questions/question.ts';
import { isSameRecipe } from '../recipe/read.ts';
import { type ListedPreset, listPresets, readPreset } from '../store/presets.ts';

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

type Kept = Pick<ListedPreset, 'origin' | 'file'>;

/** Where a preset is kept: one that came along has no file of its own. */
export const placeOf = ({ origin, file }: Kept): PresetFrom => ({
	origin,
	...(origin !== 'shipped' && { file }),
});

/** Where the preset is kept that a name means here; undefined if there is none. */
export const presetFrom = async (name: string, whereabouts: Whereabouts): Promise<PresetFrom | undefined> => {
	const found = (await listPresets(whereabouts)).find(preset => preset.name === name);
	return found && placeOf(found);
};

/** Whether two name the same preset; of a build from before that was told it cannot be known. */
export const isFrom = (one: PresetFrom | undefined, other: PresetFrom): boolean =>
	one === undefined || (one.origin === other.origin && one.file === other.file);

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
