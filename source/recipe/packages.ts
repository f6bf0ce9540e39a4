import { nearest } from '../base/nearest.ts';
import { findPackage, type PackageSystem, packageOn, systemPackages } from '../catalog/packages/index.ts';
import { resolveBase } from './base.ts';
import type { Recipe, RecipeStep } from './schema.ts';
import { packageNameRule, packagePattern } from './step-schema.ts';

/** A step that installs packages of the system. */
export type PackagesStep = Extract<RecipeStep, { readonly packages: unknown }>;

export const isPackagesStep = (step: RecipeStep): step is PackagesStep => 'packages' in step;

/** The packages of the system that the Recipe installs. */
export const packagesOf = ({ steps }: Recipe): readonly string[] =>
	steps.flatMap(step => (isPackagesStep(step) ? step.packages : []));

/** A name that is so short is a letter away from many. */
const shortName = 3;

const nearPackage = (name: string): string | undefined =>
	nearest(
		name,
		systemPackages.map(({ id }) => id),
		1,
	);

/** Where they are installed. */
export const packageSystem = (recipe: Recipe): PackageSystem => ({
	id: 'image' in recipe.base ? recipe.base.image : undefined,
	manager: resolveBase(recipe).packageManager,
});

/** Packages that are likely misspelt, a sentence each: our list has others that are called nearly so. */
export const packageWarnings = (recipe: Recipe): readonly string[] =>
	packagesOf(recipe).flatMap(name => {
		const near = findPackage(name) === undefined && name.length > shortName ? nearPackage(name) : undefined;
		return near === undefined
			? []
			: [`${name}: our list of packages has ${near}, but no ${name}, which may well exist.`];
	});

/** What is doubtful about how packages and bundles are installed; undefined if nothing. */
export const packageManagerWarning = (recipe: Recipe): string | undefined => {
	const { base, bundles } = recipe;
	return 'found' in base &&
		base.packageManager === undefined &&
		bundles.length + packagesOf(recipe).length > 0
		? `What is installed is installed by ${resolveBase(recipe).packageManager}, by the user ${base.username} of the AMI: if its system has another package manager, say so.`
		: undefined;
};

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
