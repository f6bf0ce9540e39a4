import path from 'node:path';
import { readIfExists, whyUnreadable } from '../base/files.ts';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';
import { unwritable } from '../base/unwritable.ts';
import type { PlannedFile } from '../flow/files.ts';
import { isEarlierWriting } from '../recipe/earlier-form.ts';
import { parseRecipe, recipeText } from '../recipe/read.ts';
import type { TemplateFile } from '../template/files.ts';
import { withCopyNames } from './rendered-files.ts';

const currentText = async (file: string): Promise<string | undefined> => {
	try {
		return await readIfExists(file);
	} catch (error) {
		if (systemErrorCode(error) === 'EACCES') {
			throw new Problem(`${file} cannot be read.`, {
				reason: whyUnreadable(error),
				next: ['Choose another folder.'],
				exitCode: exitCodes.missing,
				cause: error,
			});
		}

		throw unwritable(file, error);
	}
};

/** Whether a recipe that somebody wrote by hand decides what the one that would be written does. */
const isSameDecision = (current: string, content: string): boolean => {
	try {
		return recipeText(withCopyNames(parseRecipe(current, 'recipe.json'))) === content;
	} catch {
		return false;
	}
};

/** Whether a text is what packer-wizard wrote with this content, in the form that a recipe had then. */
export const isAsWritten = ({ path: name, content }: TemplateFile, current: string | undefined): boolean =>
	current === content ||
	(name === 'recipe.json' &&
		current !== undefined &&
		isEarlierWriting(current) &&
		isSameDecision(current, content));

/**
 * The files beside what stands in a folder now.
 * @param earlier files that give way where they are as they were written.
 * @throws Problem (exit 3) if something is in the way.
 */
export const compareFiles = (
	folder: string,
	files: readonly TemplateFile[],
	earlier: readonly TemplateFile[] = [],
): Promise<readonly PlannedFile[]> =>
	Promise.all(
		files.map(async (file): Promise<PlannedFile> => {
			const { content } = file;
			const current = await currentText(path.join(folder, ...file.path.split('/')));
			if (current === undefined) {
				return { ...file, state: 'new' };
			}

			const isSame = current === content || (file.path === 'recipe.json' && isSameDecision(current, content));
			if (isSame) {
				return { ...file, state: 'same' };
			}

			return earlier.some(other => other.path === file.path && isAsWritten(other, current))
				? { ...file, state: 'new', replaces: current }
				: { ...file, state: 'differs', current };
		}),
	);
