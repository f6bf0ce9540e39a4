import type { Whereabouts } from '../base/paths.ts';
import { shownPath, typedPath } from '../base/paths.ts';
import type { Foreign } from '../flow/files.ts';
import type { Kept } from '../flow/presets.ts';
import { isPlace, ownFiles } from '../recipe/own-files.ts';
import { rememberTrust } from '../store/trust.ts';
import { bytesOf, sumOf } from './foreign-files.ts';
import { listing } from './reached-outside.ts';
import { refuseUntrusted } from './trust.ts';

/** A yes to what is taken from a place counts for whatever is there: it is what the person works on. */
const placeSum = (place: string): string => sumOf(`place\0${place}`);

/** Remembers where a recipe that the person typed takes things from, so that nobody has to say yes to it later. */
export const rememberPlaces = async (
	{ recipe, elsewhere }: Kept,
	{ environment, cwd }: Whereabouts,
): Promise<void> => {
	for (const { path, by } of elsewhere === undefined ? ownFiles(recipe) : []) {
		if (isPlace(by)) {
			const place = typedPath(path, { environment, cwd });
			await rememberTrust(placeSum(place), [place], environment);
		}
	}
};

/** Scripts that a recipe names outside of its own folder, each of its own: what they hold goes to the machine. */
export const foreignScripts = async (
	{ recipe, elsewhere = [] }: Kept,
	{ environment, cwd }: Whereabouts,
): Promise<readonly Foreign[]> => {
	const own = ownFiles(recipe);
	const named = own.filter(({ by }) => !isPlace(by)).map(({ path }) => path);
	const places = own.filter(({ by }) => isPlace(by)).map(({ path }) => path);
	const found: Foreign[] = [];
	for (const place of new Set(elsewhere.filter(path => places.includes(path)))) {
		const file = {
			path: shownPath(place, { environment, cwd }),
			does: ["is outside of the recipe's folder and goes to the machine"],
			isHere: false,
			isScript: true,
			content: (await bytesOf(place))?.toString() ?? (await listing(place)) ?? '',
		};
		found.push({ files: [file], sum: placeSum(place) });
	}

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
