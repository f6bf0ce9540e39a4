import { findPackage, type PackageSystem, packageOn } from '../catalog/packages/index.ts';
import { resolveBase } from './base.ts';
import { packageNameRule, packagePattern, type Recipe, type RecipeStep } from './schema.ts';

/** A step that installs packages of the system. */
export type PackagesStep = Extract<RecipeStep, { readonly packages: unknown }>;

export const isPackagesStep = (step: RecipeStep): step is PackagesStep => 'packages' in step;

/** The packages of the system that the Recipe installs. */
export const packagesOf = ({ steps }: Recipe): readonly string[] =>
	steps.flatMap(step => (isPackagesStep(step) ? step.packages : []));

/** Where they are installed. */
export const packageSystem = (recipe: Recipe): PackageSystem => ({
	id: 'image' in recipe.base ? recipe.base.image : undefined,
	manager: resolveBase(recipe).packageManager,
});

/** Why a package cannot be installed on the Recipe's system, one sentence; undefined if it can, as far as we know. */
export const packageComplaint = (recipe: Recipe, name: string): string | undefined => {
	if (!packagePattern.test(name)) {
		return packageNameRule;
	}

	if (packageOn(name, packageSystem(recipe))) {
		return undefined;
	}

	const known = findPackage(name);
	const instead = known?.instead === undefined ? '' : ` ${known.instead}`;
	return `${known?.id ?? name} is not among the packages of ${resolveBase(recipe).title}.${instead}`;
};
