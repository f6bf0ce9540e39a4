import { containerStepObstacle } from '../targets/docker/recipe/image.ts';
import type { Recipe, RecipeStep, TargetId } from './schema.ts';

const obstacles: Readonly<Record<TargetId, (step: RecipeStep) => string | undefined>> = {
	aws: () => undefined,
	docker: containerStepObstacle,
};

/** Why a step cannot be in what the Recipe becomes, one sentence; undefined if it can. */
export const stepObstacle = ({ targets }: Pick<Recipe, 'targets'>, step: RecipeStep): string | undefined =>
	targets.map(target => obstacles[target](step)).find(message => message !== undefined);
