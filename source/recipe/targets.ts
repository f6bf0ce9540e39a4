import type { BuildMode } from '../base/build-mode.ts';
import type { Recipe, TargetId } from './schema.ts';

/** Whether the Recipe becomes this, alone or beside something else. */
export const makes = ({ targets }: Pick<Recipe, 'targets'>, target: TargetId): boolean =>
	targets.includes(target);

/** What a build of the Recipe is, however it was asked for: where no AMI is made, there is nothing to rehearse. */
export const buildModeOf = (recipe: Pick<Recipe, 'targets'>, wished: BuildMode): BuildMode =>
	!makes(recipe, 'aws') ? 'docker' : wished === 'docker' ? 'aws' : wished;

/** Whether the Recipe becomes several things in one build. */
export const makesSeveral = ({ targets }: Pick<Recipe, 'targets'>): boolean => targets.length > 1;

/** The Recipe as one that becomes this alone. */
export const onlyFor = <Some extends Pick<Recipe, 'targets'>>(recipe: Some, target: TargetId): Some => ({
	...recipe,
	targets: [target],
});

/** What a Recipe becomes; of several the first. */
export const targetOf = ({ targets }: Pick<Recipe, 'targets'>): TargetId => targets[0] ?? 'aws';

/** What is made, in a word, where several things are. */
export const targetNames: Readonly<Record<TargetId, string>> = { aws: 'AMI', docker: 'Container' };
