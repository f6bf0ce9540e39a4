import type { ChosenBundle } from '../recipe/bundles.ts';
import { runOrder } from '../recipe/run-order.ts';
import type { Recipe, RecipeStep, TargetId } from '../recipe/schema.ts';
import { provisionerOf, restartsMachine } from '../recipe/step-kinds.ts';
import { targetOf } from '../recipe/targets.ts';

/** A script that the build runs on the machine, or a provisioner of another type. */
export type ProvisioningStep = {
	/** Its path in the template: `scripts/01-node.sh`; where it would be if it has none. */
	readonly script: string;
	/** The type of the provisioner by which it begins, if that is not its script's. */
	readonly by?: string;
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

/**
 * The steps of ours around those of the Recipe, by what it becomes: a machine finishes its own start; a container is made
 * what steps are written for, and what need not be in the image goes at last.
 */
const frames = {
	aws: { first: 'wait-for-boot', last: undefined },
	docker: { first: 'prepare', last: 'tidy' },
} as const satisfies Record<TargetId, { readonly first: string; readonly last: string | undefined }>;

/** The step in which the machine finishes its start after a restart. */
const waitForRestart = 'wait-for-restart';

/** Whether a step has a script: what is uploaded is put in its place by one. */
export const hasScript = ({ by, step }: ProvisioningStep): boolean =>
	by === undefined || (step !== undefined && 'upload' in step);

const ownSteps = (step: RecipeStep): readonly Omit<ProvisioningStep, 'script'>[] => {
	const by = provisionerOf(step);
	return [
		{ name: step.name, needsToken: false, step, ...(by !== undefined && { by }) },
		...(restartsMachine(step) ? [{ name: waitForRestart, needsToken: false, isAfterRestart: true }] : []),
	];
};

/**
 * The steps of a Recipe that makes one thing (of several the first) in the order in which they run: bundles and own steps, and ours around them. A step that restarts
 * the machine has another wait behind it.
 */
export const provisioningSteps = (recipe: Recipe): readonly ProvisioningStep[] => {
	const { first, last } = frames[targetOf(recipe)];
	return [
		{ name: first, needsToken: false },
		...runOrder(recipe).flatMap((one): readonly Omit<ProvisioningStep, 'script'>[] =>
			one.bundle
				? [{ name: one.name, needsToken: one.bundle.bundle.needsToken, bundle: one.bundle }]
				: ownSteps(one.step),
		),
		...(last === undefined ? [] : [{ name: last, needsToken: false }]),
	].map((step, index) => ({ ...step, script: `scripts/${String(index).padStart(2, '0')}-${step.name}.sh` }));
};
