import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { whyUnreadable } from '../base/files.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import type { RecipeStep } from '../recipe/schema.ts';

/** What has to be a file, or a folder; all else may be both. */
const wanted: Readonly<Record<string, 'file' | 'folder'>> = {
	playbook: 'file',
	project: 'folder',
	cookbooks: 'folder',
};

const called: Readonly<Record<string, string>> = {
	upload: 'upload',
	playbook: 'playbook',
	project: 'folder',
	cookbooks: 'folder of cookbooks',
};

/**
 * Looks whether what a step takes to the machine from here is there.
 * @param place what it is for.
 * @throws Problem (exit 2) if it cannot be taken.
 */
export const checkPlace = async (
	named: string,
	{ name }: RecipeStep,
	place: string,
	whereabouts: Whereabouts,
): Promise<void> => {
	const file = typedPath(named, whereabouts);
	const [what = ''] = place.split('.');
	const refuse = (reason: string, cause?: unknown): Problem =>
		new Problem(
			`The ${called[what] ?? 'path'} ${shownPath(file, whereabouts)} of the step ${name} cannot be used.`,
			{
				reason,
				next: ['Name another one, or write it first.'],
				exitCode: exitCodes.usage,
				cause,
			},
		);
	if (path.dirname(file) === file) {
		throw refuse('It is all that this computer has.');
	}

	try {
		const found = await stat(file);
		await access(file, found.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
		const is = found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
		if (is === 'other' || (wanted[what] !== undefined && wanted[what] !== is)) {
			throw refuse(is === 'other' ? 'It is neither a file nor a folder.' : `It is a ${is}.`);
		}
	} catch (error) {
		if (error instanceof Problem) {
			throw error;
		}

		const isGone = systemErrorCode(error) === 'ENOENT';
		throw refuse(
			isGone ? `There is no such ${wanted[what] ?? 'file or folder'}.` : whyUnreadable(error),
			error,
		);
	}
};

/**
 * How what stays where it is is named in the files of a folder: by that folder, so that both can be moved together;
 * absolute if they have nothing in common, or if there is no folder. The last part is always its name.
 */
export const placeFrom = (folder: string | undefined, named: string, whereabouts: Whereabouts): string => {
	const file = typedPath(named, whereabouts);
	if (folder === undefined || file.split(path.sep)[1] !== folder.split(path.sep)[1]) {
		return file;
	}

	return path.join(path.relative(folder, path.dirname(file)), path.basename(file)).replaceAll(path.sep, '/');
};
