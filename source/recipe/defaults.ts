import { defaultInstanceType, findInstanceType, isOffered } from '../catalog/instance-types.ts';
import { type Recipe, recipeSchema, recipeVersion } from './schema.ts';

/** The Recipe that a new image starts from: every decision has a value that works. */
export const defaultRecipe = (): Recipe =>
	recipeSchema.parse({
		version: recipeVersion,
		name: 'web',
		base: { image: 'ubuntu-24.04', architecture: 'x86_64' },
		aws: { instanceType: defaultInstanceType('x86_64') },
	});

const smallTypes = {
	x86_64: ['t3.micro', 't3.small', 't2.micro', 'm7i.large', 'm5.large'],
	arm64: ['t4g.micro', 't4g.small', 'm6g.medium', 'm6g.large'],
} as const;

/** A small machine that the region offers for the architecture. */
export const suggestedInstanceType = (recipe: Recipe): string => {
	const offered = smallTypes[recipe.base.architecture].find(id => {
		const type = findInstanceType(id);
		return type !== undefined && isOffered(type, recipe.aws.region);
	});
	return offered ?? defaultInstanceType(recipe.base.architecture);
};
