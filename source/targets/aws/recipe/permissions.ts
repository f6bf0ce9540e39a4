import type { Bundle } from '../../../catalog/bundles/schema.ts';
import { type Partition, partitionOf } from '../../../catalog/regions.ts';
import { type ChosenBundle, chosenBundles, holds } from '../../../recipe/bundles.ts';
import type { Recipe } from '../../../recipe/schema.ts';

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
	/** Whether only while the server boots. */
	readonly atBoot?: true;
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

/** The instance profile of the Recipe's servers, as it is called wherever it is named. */
export const instanceProfileName = ({ name }: Pick<Recipe, 'name'>): string => `${name}-server`;

/** What fills placeholders that no parameter does. */
type Surroundings = { readonly partition: Partition; readonly profile: string };

/** `eu-west-1:111122223333:requests`, from the address of a queue of SQS. */
const queueOf = (address: string): string => {
	const [, region, account, name] =
		/\bsqs\.([a-z0-9-]+)\.[^/]*\/(\d{12})\/([\w-]+(?:\.fifo)?)\/?$/.exec(address) ?? [];
	return name === undefined ? '*:*:*' : `${region}:${account}:${name}`;
};

/** `{x}` and `{queue:x}`, but not what IAM itself fills, `${x}`. */
const placeholder = /(?<!\$)\{((?:queue:)?[\w-]+)\}/;

const valuesFor = (
	name: string,
	chosen: ChosenBundle,
	{ partition, profile }: Surroundings,
): readonly string[] => {
	switch (name) {
		case 'partition':
			return [partition];
		case 'instance-profile':
			return [literal(profile)];
		default:
			return name.startsWith('queue:')
				? valuesOf(chosen, name.slice('queue:'.length)).map(queueOf)
				: valuesOf(chosen, name).map(literal);
	}
};

/** A text of the catalogue, once for each value of the parameters that it names. */
const filled = (text: string, chosen: ChosenBundle, around: Surroundings): readonly string[] =>
	text
		.split(placeholder)
		.reduce<readonly string[]>(
			(texts, part, index) =>
				index % 2 === 0
					? texts.map(before => before + part)
					: texts.flatMap(before => valuesFor(part, chosen, around).map(value => before + value)),
			[''],
		);

type Scope = Pick<Permission, 'resources' | 'condition'>;

/** A key as IAM is told it: by its ARN, or by an alias, which is no resource of what is done with a key. */
const keyScope = (key: string, partition: Partition): Scope => {
	const alias = /(?:^|:)(alias\/.+)$/.exec(key)?.[1];
	const keys = `arn:${partition}:kms:*:*:key/`;
	if (alias !== undefined) {
		const condition = { operator: 'ForAnyValue:StringEquals', key: 'kms:ResourceAliases', value: alias };
		return { resources: [`${keys}*`], condition };
	}

	return { resources: [key.startsWith('arn:') ? key : `${keys}${key.replace(/^key\//, '')}`] };
};

const scopeOf = (
	{ resources, condition }: CataloguePermission,
	chosen: ChosenBundle,
	around: Surroundings,
): Scope | undefined => {
	const key = /^\{key:([\w-]+)\}$/.exec(resources[0] ?? '')?.[1];
	if (key !== undefined) {
		const [value] = valuesOf(chosen, key);
		return value === undefined ? undefined : keyScope(value, around.partition);
	}

	const named = resources.flatMap(resource => filled(resource, chosen, around));
	if (condition === undefined) {
		return { resources: named };
	}

	const [name] = filled(condition.key, chosen, around);
	const [value] = filled(condition.value, chosen, around);
	return name === undefined || value === undefined
		? undefined
		: { resources: named, condition: { ...condition, key: name, value } };
};

const permissionOf = (
	permission: CataloguePermission,
	chosen: ChosenBundle,
	around: Surroundings,
): Permission | undefined => {
	const scope = scopeOf(permission, chosen, around);
	const { actions, why, atBoot } = permission;
	return scope === undefined || scope.resources.length === 0
		? undefined
		: {
				bundle: chosen.bundle,
				actions,
				...scope,
				resources: [...new Set(scope.resources)],
				why,
				...(atBoot && { atBoot }),
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
			.map(permission =>
				permissionOf(permission, chosen, {
					partition: partitionOf(recipe.aws.region),
					profile: instanceProfileName(recipe),
				}),
			)
			.filter(permission => permission !== undefined),
	);
