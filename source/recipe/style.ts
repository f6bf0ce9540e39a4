import type { AwsTarget, Recipe } from './schema.ts';

/** The version of an image of which nobody said one. */
export const defaultVersionTag = 'v0.1.0';

/** The version in the name and the tags of an image in Gruntwork's style. */
export const versionTagOf = ({ versionTag }: Pick<AwsTarget, 'versionTag'>): string =>
	versionTag ?? defaultVersionTag;

/** The name of an image without the time of its build. */
export const timelessName = (recipe: Recipe): string =>
	recipe.aws.style === 'gruntwork' ? `${recipe.name}-${versionTagOf(recipe.aws)}` : recipe.name;

/** The name of an image with the time of its build in it. */
export const imageName = (recipe: Recipe, time: string): string => `${timelessName(recipe)}-${time}`;

/** The names of the images that builds of the Recipe make, as EC2 filters them: each `?` is one sign of the time. */
export const imageNamePattern = (recipe: Recipe): string =>
	`${timelessName(recipe)}-${recipe.aws.style === 'gruntwork' ? '????????-????' : '?'.repeat(14)}`;

/** The file of a template that says how the image is made: `<server>-<os>.pkr.hcl` in the style of Gruntwork. */
export const mainFile = ({ name, base, aws: { style } }: Recipe): string =>
	style === 'gruntwork' ? `${name}-${'image' in base ? base.image : 'ami'}.pkr.hcl` : 'image.pkr.hcl';
