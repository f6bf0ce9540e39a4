import { findBundle } from '../../../catalog/bundles/index.ts';
import { containerImageOf } from '../../../catalog/container-images.ts';
import type { Recipe, RecipeStep } from '../../../recipe/schema.ts';
import { restartsMachine } from '../../../recipe/step-kinds.ts';
import { type DockerTarget, dockerSchema } from './schema.ts';

/** A Recipe that becomes a container image. */
export type DockerRecipe = Recipe & { readonly docker: DockerTarget };

/** The Recipe as one that becomes a container image: what nobody said of that is as it is for most. */
export const asContainer = (recipe: Recipe): DockerRecipe => ({
	...recipe,
	docker: recipe.docker ?? dockerSchema.parse({}),
});

/** The container image that it starts from; undefined if nobody knows one for its base image. */
export const startImage = ({ base, docker }: DockerRecipe): string | undefined =>
	docker.image ?? ('image' in base ? containerImageOf(base.image) : undefined);

/** What it is called, without a tag. */
export const repositoryOf = ({ name, docker }: DockerRecipe): string => docker.repository ?? name;

/** All that it is called, with tags: `web:1.0`, `web:latest`. */
export const imageNames = (recipe: DockerRecipe): readonly string[] =>
	recipe.docker.tags.map(tag => `${repositoryOf(recipe)}:${tag}`);

/** Why a step cannot be in a container image, one sentence; undefined if it can. */
export const containerStepObstacle = (step: RecipeStep): string | undefined =>
	restartsMachine(step)
		? `${step.name} restarts the machine, and a container cannot be restarted while it is built.`
		: undefined;

/** Why a bundle cannot be in a container image, one sentence; undefined if it can, or nobody knows it. */
export const containerObstacle = (id: string): string | undefined => {
	const bundle = findBundle(id);
	if (bundle === undefined || bundle.noContainer !== undefined || bundle.boot.length === 0) {
		return bundle?.noContainer;
	}

	return (bundle.iam ?? []).length > 0
		? `${id} needs a server of EC2 with a role, when that boots; a container is none.`
		: `${id} does its work when a server boots; a container does not boot.`;
};
