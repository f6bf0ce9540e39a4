import type { BuildMode } from '../base/build-mode.ts';
import type { Recipe, TargetId } from './schema.ts';

/** Whether the Recipe becomes this, alone or beside something else. */
export const makes = ({ targets }: Pick<Recipe, 'targets'>, target: TargetId): boolean =>
	targets.includes(target);

/** What a build of the Recipe is, however it was asked for: where no AMI is made, there is nothing to rehearse. */
export const buildModeOf = (recipe: Pick<Recipe, 'targets'>, wished: BuildMode): BuildMode =>
	!makes(recipe, 'aws') ? 'docker' : wished === 'docker' ? 'aws' : wished;

/** What a Recipe becomes; of several the first. */
export const targetOf = ({ targets }: Pick<Recipe, 'targets'>): TargetId => targets[0] ?? 'aws';
