import type { Recipe } from './schema.ts';

/** The version of an image of which nobody said one. */
export const defaultVersionTag = 'v0.1.0';

/** The version in the name and the tags of an image in Gruntwork's style. */
export const versionTagOf = ({ versionTag }: Pick<Recipe, 'versionTag'>): string =>
	versionTag ?? defaultVersionTag;

/** The name of an image with the time of its build in it. */
export const imageName = (recipe: Recipe, time: string): string =>
	[recipe.name, ...(recipe.style === 'gruntwork' ? [versionTagOf(recipe)] : []), time].join('-');
