import { type Bundle, type BundleParameter, findBundle, withRequired } from '../catalog/bundles.ts';
import type { Recipe, RecipeBundle } from './schema.ts';

/** A bundle as the Recipe wants it, with every parameter filled in. */
export type ChosenBundle = {
	readonly bundle: Bundle;
	readonly version: string;
	/** Whether the person chose it, or it is there because another needs it. */
	readonly chosen: boolean;
	/** Values by parameter name; a list for parameters of that kind. */
	readonly values: Readonly<Record<string, string | readonly string[]>>;
};

const filled = (parameter: BundleParameter, recipe: Recipe): string | string[] =>
	typeof parameter.default === 'string'
		? parameter.default.replace('{name}', recipe.name)
		: parameter.default;

/** The value of a bundle's parameter: the Recipe's, else the catalogue's default. */
export const parameterValue = (
	recipe: Recipe,
	entry: RecipeBundle | undefined,
	parameter: BundleParameter,
): string | readonly string[] => entry?.[parameter.moment][parameter.name] ?? filled(parameter, recipe);

/** The Recipe's bundles and what they need, in the order of installation. Unknown ids are left out. */
export const chosenBundles = (recipe: Recipe): readonly ChosenBundle[] =>
	withRequired(recipe.bundles.map(entry => entry.id)).map(bundle => {
		const entry = recipe.bundles.find(candidate => candidate.id === bundle.id);
		return {
			bundle,
			version: entry?.version ?? bundle.version,
			chosen: entry !== undefined,
			values: Object.fromEntries(
				bundle.parameters.map(parameter => [parameter.name, parameterValue(recipe, entry, parameter)]),
			),
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
