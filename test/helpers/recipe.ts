import { defaultRecipe } from '../../source/recipe/defaults.ts';
import {
	type AwsTarget,
	awsSchema,
	type Recipe,
	recipeSchema,
	recipeVersion,
} from '../../source/recipe/schema.ts';

/** Some of what a Recipe for an AMI decides: what only AMIs take stands beside the rest, so that a test says what it is about. */
export type RecipeChange = Partial<Omit<Recipe, 'aws'> & AwsTarget>;

const parted = (decided: object): { readonly aws: object; readonly rest: object } => {
	const isOfAws = ([key]: readonly [string, unknown]): boolean => Object.hasOwn(awsSchema.shape, key);
	const entries = Object.entries(decided);
	return {
		aws: { ...Object(Object(decided).aws), ...Object.fromEntries(entries.filter(isOfAws)) },
		rest: Object.fromEntries(entries.filter(entry => !isOfAws(entry))),
	};
};

/** A Recipe with something changed, right or not: the one that a new image starts from, if no other is given. */
export const recipeWith = (change: RecipeChange = {}, from: Recipe = defaultRecipe()): Recipe => {
	const { aws, rest } = parted(change);
	return { ...from, ...rest, aws: { ...from.aws, ...aws } };
};

/** A Recipe as it is read from a file that says this, and what every one has to say. */
export const writtenRecipe = (decided: Readonly<Record<string, unknown>>): Recipe => {
	const { aws, rest } = parted(decided);
	return recipeSchema.parse({
		version: recipeVersion,
		name: 'web',
		base: { image: 'ubuntu-24.04' },
		...rest,
		aws: { instanceType: 't3.micro', ...aws },
	});
};
