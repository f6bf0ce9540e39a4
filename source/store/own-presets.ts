import { unlink } from 'node:fs/promises';
import { exists, whyUnreadable } from '../base/files.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { writeFileAtomically } from '../base/write-file.ts';
import { withOwnFiles } from '../recipe/own-files.ts';
import { recipeText } from '../recipe/read.ts';
import type { Recipe } from '../recipe/schema.ts';
import { namePattern, nameRule } from '../recipe/schema-parts.ts';
import { ownFile, presetFiles } from './preset-files.ts';
import { unknownPreset } from './presets.ts';

/**
 * Keeps a Recipe as the person's own preset. Paths of its steps' scripts are made absolute, since they were typed in
 * the current folder.
 * @returns the absolute path of its file.
 * @throws Problem: exit 2 for a bad name or one that is taken, exit 3 if it cannot be written.
 */
export const savePreset = async (
	name: string,
	recipe: Recipe,
	options: Whereabouts & { readonly overwrite: boolean },
): Promise<string> => {
	if (!namePattern.test(name)) {
		throw new Problem(`A preset cannot be named ${JSON.stringify(name)}.`, { reason: nameRule });
	}

	const file = ownFile(name, options.environment);
	if (!options.overwrite && (await exists(file))) {
		throw new Problem(`You have a preset ${name} already.`, {
			reason: 'Nothing was changed.',
			next: ['Choose another name, or replace it with --overwrite.'],
		});
	}

	const kept = withOwnFiles(recipe, own => typedPath(own.path, options));
	await writeFileAtomically(file, recipeText(kept));
	return file;
};

/**
 * Deletes one of the person's own presets.
 * @throws Problem: exit 2 if there is none of that name, or it is shipped or the project's; exit 3 if it cannot be
 * deleted.
 */
export const deletePreset = async (name: string, whereabouts: Whereabouts): Promise<void> => {
	const file = ownFile(name, whereabouts.environment);
	if (namePattern.test(name) && (await exists(file))) {
		try {
			await unlink(file);
		} catch (error) {
			throw new Problem(`The preset ${name} cannot be deleted.`, {
				reason: whyUnreadable(error),
				next: [`Its file: ${shownPath(file, whereabouts)}`],
				exitCode: exitCodes.missing,
				cause: error,
			});
		}

		return;
	}

	const files = await presetFiles(whereabouts);
	const found = files.find(candidate => candidate.name === name);
	if (!found) {
		const own = files.filter(candidate => candidate.origin === 'own').map(candidate => candidate.name);
		throw await unknownPreset(name, own, whereabouts);
	}

	throw found.origin === 'shipped'
		? new Problem(`The preset ${name} came with packer-wizard.`, {
				reason: 'Only your own presets can be deleted.',
			})
		: new Problem(`The preset ${name} is the project's.`, {
				reason: 'Only your own presets can be deleted.',
				next: [`Its file: ${shownPath(found.file, whereabouts)}`],
			});
};
