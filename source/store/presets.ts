import { stat } from 'node:fs/promises';
import path from 'node:path';
import { exists } from '../base/files.ts';
import { nearest } from '../base/nearest.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { Problem, systemErrorCode } from '../base/problem.ts';
import type { Recipe } from '../recipe/schema.ts';
import { extension, isListedPreset, type PresetFile, presetFiles, projectWarning } from './preset-files.ts';
import { readRecipeFile } from './preset-recipe.ts';
import { scriptsElsewhere } from './scripts-elsewhere.ts';

export { projectWarning } from './preset-files.ts';

/** A preset in a list: its Recipe, or why it cannot be read. */
export type ListedPreset = PresetFile &
	(
		| { readonly recipe: Recipe; readonly broken?: never }
		| { readonly recipe?: never; readonly broken: string }
	);

/** A preset that was read, by name or by path. */
export type ReadPreset = {
	readonly recipe: Recipe;
	/** Absolute. */
	readonly file: string;
	/** Its name, undefined if it was given by path. */
	readonly name: string | undefined;
	/** Scripts of its steps that lie outside of its folder, absolute; none of a preset that the person keeps. */
	readonly elsewhere: readonly string[];
};

/** A preset of a list, read: a broken one with the reason. */
export const readListed = async (preset: PresetFile, whereabouts: Whereabouts): Promise<ListedPreset> => {
	try {
		const recipe = await readRecipeFile(preset.file, preset.name, whereabouts.environment);
		return { ...preset, recipe };
	} catch (error) {
		if (!(error instanceof Problem)) {
			throw error;
		}

		return { ...preset, broken: [error.message, error.reason].filter(Boolean).join(' ') };
	}
};

/** All presets: the project's, the person's own, by name, then the shipped ones. */
export const listPresets = async (whereabouts: Whereabouts): Promise<readonly ListedPreset[]> =>
	Promise.all(
		(await presetFiles(whereabouts)).filter(isListedPreset).map(preset => readListed(preset, whereabouts)),
	);

/** Whether what was typed for a preset is a path: it holds a `/`, ends in `.json`, or is `.` or `..`. */
const isPresetPath = (nameOrPath: string): boolean =>
	nameOrPath.includes('/') || nameOrPath.endsWith(extension) || /^\.{1,2}$/.test(nameOrPath);

const readByPath = async (typed: string, { environment, cwd }: Whereabouts): Promise<ReadPreset> => {
	const typedFile = typedPath(typed, { environment, cwd });
	const isFolder = await stat(typedFile).then(
		found => found.isDirectory(),
		(error: unknown) => {
			// Anything but a missing file is told when it is read.
			if (systemErrorCode(error) === 'ENOENT') {
				throw new Problem(`There is no file ${shownPath(typedFile, { environment, cwd })}.`, {
					next: ['See what can be run by name: packer-wizard presets list'],
					cause: error,
				});
			}

			return false;
		},
	);
	const file = isFolder ? path.join(typedFile, 'recipe.json') : typedFile;
	if (isFolder && !(await exists(file))) {
		throw new Problem(`The folder ${shownPath(typedFile, { environment, cwd })} has no recipe.json.`, {
			reason: 'A folder is taken for the files of an image, which packer-wizard wrote.',
			next: ['Name another folder or a JSON file, or make new files: packer-wizard new'],
		});
	}

	const recipe = await readRecipeFile(file, shownPath(file, { environment, cwd }), environment);
	return { recipe, file, name: undefined, elsewhere: await scriptsElsewhere(recipe, file, environment) };
};

/** There is no preset of that name: the nearest one, or all. */
export const unknownPreset = async (
	name: string,
	names: readonly string[],
	whereabouts: Whereabouts,
): Promise<Problem> => {
	const meant = nearest(name, names);
	const next = meant === undefined ? [] : [`Did you mean ${meant}?`];
	if (await exists(path.join(whereabouts.cwd, name))) {
		next.push(`For the files in this folder: packer-wizard run ./${name}`);
	}

	const warning = await projectWarning(whereabouts);
	if (warning !== undefined) {
		next.push('By path it can be run: packer-wizard run <path>');
	}

	const reasons = [
		...(names.length === 0 ? [] : [`There are: ${names.join(', ')}.`]),
		...(warning === undefined ? [] : [warning]),
	];
	return new Problem(`There is no preset ${name}.`, {
		...(reasons.length > 0 && { reason: reasons.join('\n') }),
		next: next.length === 0 ? ['See all presets: packer-wizard presets list'] : next,
	});
};

/**
 * A preset by name, or by path if it holds a `/` or ends in `.json`; a folder means its `recipe.json`. Paths of its
 * steps' scripts come back absolute.
 * @throws Problem (exit 2) for an unknown name (with the nearest), a missing file, broken JSON, a Recipe that is none.
 */
export const readPreset = async (nameOrPath: string, whereabouts: Whereabouts): Promise<ReadPreset> => {
	if (isPresetPath(nameOrPath)) {
		return readByPath(nameOrPath, whereabouts);
	}

	const files = await presetFiles(whereabouts);
	const found = files.find(file => file.name === nameOrPath);
	if (!found) {
		throw await unknownPreset(
			nameOrPath,
			files.map(file => file.name),
			whereabouts,
		);
	}

	// A person can mend only a file whose place is known.
	const origin =
		found.origin === 'shipped'
			? `The preset ${nameOrPath}`
			: `The preset ${nameOrPath} (${shownPath(found.file, whereabouts)})`;
	const recipe = await readRecipeFile(found.file, origin, whereabouts.environment);
	return {
		recipe,
		file: found.file,
		name: nameOrPath,
		elsewhere: await scriptsElsewhere(recipe, found.file, whereabouts.environment),
	};
};
