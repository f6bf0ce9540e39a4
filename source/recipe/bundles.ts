import { findBundle, withRequired } from '../catalog/bundles/index.ts';
import type { Bundle, BundleCondition, BundleMoment, BundleParameter } from '../catalog/bundles/schema.ts';
import { resolveBase } from './base.ts';
import { halfMemory } from './memory.ts';
import type { Recipe, RecipeBundle } from './schema.ts';

/** Values by name; a list for parameters of that kind. */
export type ParameterValues = Readonly<Record<string, string | readonly string[]>>;

/** A bundle as the Recipe wants it, with every parameter filled in. */
export type ChosenBundle = {
	readonly bundle: Bundle;
	/** The tag that is installed. */
	readonly version: string;
	/** Whether the person chose it, or it is there because another needs it. */
	readonly chosen: boolean;
	readonly values: Readonly<Record<BundleMoment, ParameterValues>>;
	/** The person's own arguments, which the catalogue does not know; an empty value is a flag that is only named. */
	readonly more: Readonly<Record<BundleMoment, ParameterValues>>;
};

const filled = (parameter: BundleParameter, recipe: Recipe): string | string[] =>
	typeof parameter.default === 'string'
		? parameter.default.replace('{name}', recipe.name).replace('{half-memory}', () => halfMemory(recipe))
		: parameter.default;

/** The value of a bundle's parameter: the Recipe's, else the catalogue's default. */
export const parameterValue = (
	recipe: Recipe,
	entry: RecipeBundle | undefined,
	parameter: BundleParameter,
): string | readonly string[] => entry?.[parameter.moment][parameter.name] ?? filled(parameter, recipe);

/** Whether a parameter is for the Recipe's base image, by the package manager of that. */
const isForBase = (recipe: Recipe, { on }: BundleParameter): boolean =>
	on?.includes(resolveBase(recipe).packageManager) ?? true;

/** All values that are for the Recipe's base image, the defaults among them. */
const bundleValues = (
	recipe: Recipe,
	entry: RecipeBundle | undefined,
	bundle: Bundle,
): ChosenBundle['values'] => {
	const of = (moment: BundleMoment): ParameterValues =>
		Object.fromEntries(
			bundle.parameters
				.filter(parameter => parameter.moment === moment && isForBase(recipe, parameter))
				.map(parameter => [parameter.name, parameterValue(recipe, entry, parameter)]),
		);
	return { install: of('install'), boot: of('boot') };
};

/** The catalogue's defaults, as they stand there, on any base image. */
export const usualValues = ({ parameters }: Bundle): ChosenBundle['values'] => {
	const of = (moment: BundleMoment): ParameterValues =>
		Object.fromEntries(
			parameters.filter(parameter => parameter.moment === moment).map(one => [one.name, one.default]),
		);
	return { install: of('install'), boot: of('boot') };
};

/**
 * Whether a condition holds; it does if there is none.
 * @param moment of what has the condition.
 */
export const holds = (
	when: BundleCondition | undefined,
	values: ChosenBundle['values'],
	moment: BundleMoment,
): boolean => {
	if (when === undefined) {
		return true;
	}

	const value = values[when.moment ?? moment][when.parameter] ?? '';
	return when.is === undefined ? value.length > 0 : String(value) === when.is;
};

/** Whether a parameter counts for anything with the Recipe's base image and other values. */
export const parameterCounts = (
	recipe: Recipe,
	entry: RecipeBundle | undefined,
	bundle: Bundle,
	parameter: BundleParameter,
): boolean =>
	isForBase(recipe, parameter) &&
	holds(parameter.when, bundleValues(recipe, entry, bundle), parameter.moment);

/** The tag that a version means: Gruntwork's begin with `v`, which is easily left out. */
export const versionTag = (bundle: Bundle, version: string): string =>
	bundle.version.startsWith('v') && /^\d+\.\d+/.test(version.trim()) ? `v${version.trim()}` : version;

/** The Recipe's bundles and what they need, in the order of installation. Unknown ids are left out. */
export const chosenBundles = (recipe: Recipe): readonly ChosenBundle[] =>
	withRequired(recipe.bundles.map(entry => entry.id)).map(bundle => {
		const entry = recipe.bundles.find(candidate => candidate.id === bundle.id);
		return {
			bundle,
			version: entry?.version === undefined ? bundle.version : versionTag(bundle, entry.version),
			chosen: entry !== undefined,
			values: bundleValues(recipe, entry, bundle),
			more: entry?.more ?? { install: {}, boot: {} },
		};
	});

/** Whether the build needs GITHUB_OAUTH_TOKEN, because a bundle's repository is private. */
export const needsToken = (recipe: Recipe): boolean =>
	chosenBundles(recipe).some(({ bundle }) => bundle.needsToken);

/** The chosen bundles that directly need the one given. */
export const neededBy = (recipe: Recipe, id: string): readonly Bundle[] =>
	recipe.bundles
		.map(entry => findBundle(entry.id))
		.filter(bundle => bundle !== undefined)
		.filter(bundle => bundle.id !== id && withRequired([bundle.id]).some(required => required.id === id));
