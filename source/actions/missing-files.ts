import type { Whereabouts } from '../base/paths.ts';
import { Problem } from '../base/problem.ts';
import { isPlace, type OwnFile, ownFiles } from '../recipe/own-files.ts';
import type { Recipe } from '../recipe/schema.ts';
import { checkPlace } from './own-place.ts';
import { readScript } from './own-script.ts';

const look = ({ path, by }: OwnFile, whereabouts: Whereabouts): Promise<unknown> =>
	isPlace(by)
		? checkPlace(path, by.step, by.place, whereabouts)
		: readScript(path, whereabouts, 'step' in by ? 'script' : 'file');

/**
 * Why files and folders of the person's could not be used as they are now, a sentence or two each: of those that a Recipe names
 * and one before did not. They may still come, so it is no more than a doubt.
 */
export const findMissingFiles = async (
	before: Recipe,
	after: Recipe,
	whereabouts: Whereabouts,
): Promise<readonly string[]> => {
	const known = ownFiles(before).map(({ path }) => path);
	const told: string[] = [];
	for (const own of ownFiles(after).filter(({ path }) => path.trim() !== '' && !known.includes(path))) {
		try {
			await look(own, whereabouts);
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			told.push(`${error.message} ${error.reason} It is needed when the files are written.`);
		}
	}

	return told;
};
