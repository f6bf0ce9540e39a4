import type { Bundle } from '../catalog/bundles/schema.ts';
import { chosenBundles, holds } from './bundles.ts';
import type { Recipe } from './schema.ts';

/** What must be there before servers of an image work. */
export type ServerNeed = {
	readonly bundle: Bundle;
	/** One sentence. */
	readonly what: string;
	/** Whether another answer would spare it. */
	readonly isAvoidable: boolean;
};

/** What nothing of the Recipe brings along although servers of its image need it, in the order of the bundles. */
export const neededBesides = (recipe: Recipe): readonly ServerNeed[] =>
	chosenBundles(recipe).flatMap(({ bundle, values }) =>
		(bundle.needs ?? [])
			.filter(({ when }) => holds(when, values, 'boot'))
			.map(({ what, when }) => ({
				bundle,
				what: what.replaceAll(/\{([\w-]+)\}/g, (_mark, name: string) =>
					[values.boot[name] ?? []].flat().join(', '),
				),
				isAvoidable: when !== undefined,
			})),
	);
