import type { AwsTarget, Recipe } from '../recipe/schema.ts';
import { asContainer } from '../targets/docker/recipe/image.ts';
import type { DockerTarget } from '../targets/docker/recipe/schema.ts';
import type { Answer, Decisions } from './question.ts';

/** The answer as a single string; the first of several. */
export const single = (answer: Answer): string => (typeof answer === 'string' ? answer : (answer[0] ?? ''));

/** The answer as several strings. */
export const several = (answer: Answer): readonly string[] =>
	typeof answer === 'string' ? [answer] : answer;

/** A name that AWS, or we, write in small letters: `T3.MICRO` is t3.micro. */
export const inSmallLetters = (answer: Answer): Answer => {
	const lower = (text: string): string => text.trim().toLowerCase();
	return typeof answer === 'string' ? lower(answer) : answer.map(lower);
};

/** A key with the value undefined removes that decision from the Recipe. */
type Change = { readonly [Key in keyof Recipe]?: Recipe[Key] | undefined };

/** The decisions with some parts of the Recipe changed; a part that is undefined is removed. */
export const withRecipe = (decisions: Decisions, change: Change): Decisions => {
	const recipe: Record<string, unknown> = { ...decisions.recipe };
	for (const [key, value] of Object.entries(change)) {
		if (value === undefined) {
			delete recipe[key];
		} else {
			recipe[key] = value;
		}
	}

	return { ...decisions, recipe: recipe as Recipe };
};

/** The decisions with some of what only an AMI takes changed; a part that is undefined is removed. */
export const withAws = (
	decisions: Decisions,
	change: { readonly [Key in keyof AwsTarget]?: AwsTarget[Key] | undefined },
): Decisions => withRecipe(decisions, { aws: compact({ ...decisions.recipe.aws, ...change }) });

/** The decisions with some of what only a container image takes changed; a part that is undefined is removed. */
export const withDocker = (
	decisions: Decisions,
	change: { readonly [Key in keyof DockerTarget]?: DockerTarget[Key] | undefined },
): Decisions =>
	withRecipe(decisions, { docker: compact({ ...asContainer(decisions.recipe).docker, ...change }) });

/** An object without the keys that are undefined. */
export const compact = <Value extends object>(
	value: {
		readonly [Key in keyof Value]: Value[Key] | undefined;
	},
): Value => Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
