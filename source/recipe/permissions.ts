import type { Bundle } from '../catalog/bundles/schema.ts';
import { type Partition, partitionOf } from '../catalog/regions.ts';
import { type ChosenBundle, chosenBundles, holds } from './bundles.ts';
import type { Recipe } from './schema.ts';

type CataloguePermission = NonNullable<Bundle['iam']>[number];

/** What servers of an image have to be allowed because of a bundle. */
export type Permission = {
	readonly bundle: Bundle;
	readonly actions: readonly string[];
	/** ARNs, or `*`. */
	readonly resources: readonly string[];
	readonly condition?: CataloguePermission['condition'];
	/** One sentence. */
	readonly why: string;
};

/** `$`, `*` and `?` of a value, for which a policy of IAM would put in something else. */
const literal = (value: string): string => value.replaceAll(/[$*?]/g, sign => `\${${sign}}`);

/** The values of a boot parameter; none if it does not count. */
const valuesOf = ({ bundle, values }: ChosenBundle, name: string): readonly string[] =>
	bundle.parameters.some(
		parameter =>
			parameter.moment === 'boot' && parameter.name === name && holds(parameter.when, values, 'boot'),
	)
		? [values.boot[name] ?? []].flat().filter(value => value !== '')
		: [];

/** A text of the catalogue, once for each value of the parameters that it names. */
const filled = (text: string, chosen: ChosenBundle, partition: Partition): readonly string[] =>
	text.split(/\{([\w-]+)\}/).reduce<readonly string[]>(
		(texts, part, index) => {
			if (index % 2 === 0) {
				return texts.map(before => before + part);
			}

			const values = part === 'partition' ? [partition] : valuesOf(chosen, part).map(literal);
			return texts.flatMap(before => values.map(value => before + value));
		},
		[''],
	);

const permissionOf = (
	{ actions, resources, condition, why }: CataloguePermission,
	chosen: ChosenBundle,
	partition: Partition,
): Permission | undefined => {
	const named = resources.flatMap(resource => filled(resource, chosen, partition));
	const values = condition === undefined ? [] : filled(condition.value, chosen, partition);
	const [value] = values;
	if (named.length === 0 || (condition !== undefined && value === undefined)) {
		return undefined;
	}

	return {
		bundle: chosen.bundle,
		actions,
		resources: [...new Set(named)],
		...(condition !== undefined && value !== undefined && { condition: { ...condition, value } }),
		why,
	};
};

/**
 * What servers of the image have to be allowed so that the chosen bundles work, least privilege, in the order of the
 * bundles; in the partition of the Recipe's region.
 */
export const serverPermissions = (recipe: Recipe): readonly Permission[] =>
	chosenBundles(recipe).flatMap(chosen =>
		(chosen.bundle.iam ?? [])
			.filter(({ when }) => [when].flat().every(condition => holds(condition, chosen.values, 'boot')))
			.map(permission => permissionOf(permission, chosen, partitionOf(recipe.region)))
			.filter(permission => permission !== undefined),
	);
