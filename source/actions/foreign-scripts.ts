import type { Whereabouts } from '../base/paths.ts';
import { shownPath } from '../base/paths.ts';
import type { Foreign } from '../flow/files.ts';
import type { Kept } from '../flow/presets.ts';
import { ownFiles } from '../recipe/own-files.ts';
import { bytesOf, sumOf } from './foreign-files.ts';
import { refuseUntrusted } from './trust.ts';

/** Scripts that a recipe names outside of its own folder, each of its own: what they hold goes to the machine. */
export const foreignScripts = async (
	{ recipe, elsewhere = [] }: Kept,
	{ environment, cwd }: Whereabouts,
): Promise<readonly Foreign[]> => {
	const named = ownFiles(recipe).map(own => own.path);
	const found: Foreign[] = [];
	for (const script of new Set(elsewhere.filter(path => named.includes(path)))) {
		// One that is not there is told by the check of the files.
		const bytes = await bytesOf(script);
		if (bytes) {
			const does = ["is outside of the recipe's folder and goes to the machine"];
			const file = {
				path: shownPath(script, { environment, cwd }),
				does,
				isHere: false,
				isScript: true,
				content: bytes.toString(),
			};
			found.push({ files: [file], sum: sumOf(`${script}\0${sumOf(bytes)}`) });
		}
	}

	return found;
};

/** @throws Problem (exit 3) that names those that nobody said yes to. */
export const refuseForeignScripts = (foreign: readonly Foreign[], whereabouts: Whereabouts): Promise<void> =>
	refuseUntrusted('The recipe takes scripts from outside of its folder.', foreign, whereabouts);
