import type { Bundle } from '../catalog/bundles/schema.ts';
import { chosenBundles, holds, type ParameterValues, usualValues } from './bundles.ts';
import type { Recipe } from './schema.ts';

/** What must be there before servers of an image work. */
export type ServerNeed = {
	readonly bundle: Bundle;
	/** One sentence. */
	readonly what: string;
	/** Whether another answer would spare it. */
	readonly isAvoidable: boolean;
};

const withAnswers = (
	text: string,
	values: ParameterValues,
	unsaid: (name: string) => string = () => '',
): string =>
	text.replaceAll(
		/\{([\w-]+)\}/g,
		(_mark, name: string) => [values[name] ?? []].flat().join(', ') || unsaid(name),
	);

/** A tag by which a server is found, or finds what is its own; `standsFor` if its value is another for each server. */
export type ServerTag = { readonly key: string; readonly value: string; readonly standsFor?: string };

/** The tags of servers of the image, one of each key. */
export const serverTags = (recipe: Recipe): readonly ServerTag[] => {
	const tags = chosenBundles(recipe).flatMap(({ bundle, values }) =>
		(bundle.tags ?? [])
			.filter(({ when }) => holds(when, values, 'boot'))
			.map(
				({ key, value, standsFor }): ServerTag => ({
					key: withAnswers(key, values.boot),
					value: withAnswers(value, values.boot),
					...(standsFor !== undefined && { standsFor }),
				}),
			),
	);
	return [...new Map(tags.map(tag => [tag.key, tag])).values()];
};

/**
 * What servers with a bundle need besides as long as nothing is said of it, sentences: `<x>` stands for a value that has
 * to be said.
 */
export const usualNeeds = (bundle: Bundle): readonly string[] => {
	const values = usualValues(bundle);
	return (bundle.needs ?? [])
		.filter(({ when }) => holds(when, values, 'boot'))
		.map(({ what }) => withAnswers(what, values.boot, name => `<${name}>`));
};

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

/**
 * Whether servers of the image get along with version 2 of the metadata service alone: what is no longer cared for, the ELK
 * set among it, asks version 1 when it boots.
 */
export const needsMetadataV1 = (recipe: Recipe): boolean =>
	chosenBundles(recipe).some(({ bundle }) => bundle.state !== 'active');
