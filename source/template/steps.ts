import { type ChosenBundle, chosenBundles } from '../recipe/bundles.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';

/** A script that the build runs on the machine. */
export type ProvisioningStep = {
	/** Its path in the template: `scripts/01-node.sh`. */
	readonly script: string;
	/** What people read: the bundle's id, or the name of the person's step. */
	readonly name: string;
	/** Whether GITHUB_OAUTH_TOKEN must be set for it. */
	readonly needsToken: boolean;
	/** The person's step that it is, by identity. */
	readonly step?: RecipeStep;
	/** The bundle that it installs. */
	readonly bundle?: ChosenBundle;
	/** Whether a step just before it restarted the machine. */
	readonly isAfterRestart?: boolean;
};

/** The names of the steps in which the machine finishes its own start: the first one, and that after a restart. */
const waitForBoot = 'wait-for-boot';
const waitForRestart = 'wait-for-restart';

/**
 * The scripts of a Recipe in the order in which they run: the wait, own steps before, bundles, own steps after. A step
 * that restarts the machine has another wait behind it.
 */
export const provisioningSteps = (recipe: Recipe): readonly ProvisioningStep[] => {
	const own = (position: RecipeStep['position']) =>
		recipe.steps
			.filter(step => step.position === position)
			.flatMap(step => [
				{ name: step.name, needsToken: false, step },
				...(step.restarts ? [{ name: waitForRestart, needsToken: false, isAfterRestart: true }] : []),
			]);
	return [
		{ name: waitForBoot, needsToken: false },
		...own('before'),
		...chosenBundles(recipe).map(bundle => ({
			name: bundle.bundle.id,
			needsToken: bundle.bundle.needsToken,
			bundle,
		})),
		...own('after'),
	].map((step, index) => ({ ...step, script: `scripts/${String(index).padStart(2, '0')}-${step.name}.sh` }));
};
