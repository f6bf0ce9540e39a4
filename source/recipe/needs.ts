import type { Bundle } from '../catalog/bundles/schema.ts';
import { chosenBundles, holds, type ParameterValues } from './bundles.ts';
import type { Recipe } from './schema.ts';

/** What must be there before servers of an image work. */
export type ServerNeed = {
	readonly bundle: Bundle;
	/** One sentence. */
	readonly what: string;
	/** Whether another answer would spare it. */
	readonly isAvoidable: boolean;
};

const withAnswers = (text: string, values: ParameterValues): string =>
	text.replaceAll(/\{([\w-]+)\}/g, (_mark, name: string) => [values[name] ?? []].flat().join(', '));

/** The tags by which servers of the image are found, by their keys. */
export const serverTags = (recipe: Recipe): ReadonlyMap<string, string> =>
	new Map(
		chosenBundles(recipe).flatMap(({ bundle, values }) =>
			(bundle.tags ?? []).map(
				({ key, value }) => [withAnswers(key, values.boot), withAnswers(value, values.boot)] as const,
			),
		),
	);

/** What nothing of the Recipe brings along although servers of its image need it, in the order of the bundles. */
export const neededBesides = (recipe: Recipe): readonly ServerNeed[] => {
	const chosen = chosenBundles(recipe);
	return chosen.flatMap(({ bundle, values }) =>
		(bundle.needs ?? [])
			.filter(({ when }) => holds(when, values, 'boot'))
			.filter(({ unless }) => !chosen.some(other => other.bundle.id === unless))
			.map(({ what, when }) => ({
				bundle,
				what: withAnswers(what, values.boot),
				isAvoidable: when !== undefined,
			})),
	);
};
