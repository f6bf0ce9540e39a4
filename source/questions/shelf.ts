import { isPackagesStep } from '../recipe/packages.ts';
import type { Recipe, RecipeStep } from '../recipe/schema.ts';
import { placesOf, stepKind } from '../recipe/step-kinds.ts';
import { freeStepName } from '../recipe/step-names.ts';
import { toBeNamed } from './fresh-steps.ts';
import type { Decisions, ShelvedStep } from './question.ts';

const isSameKind = (one: RecipeStep, other: RecipeStep): boolean =>
	!isPackagesStep(one) && stepKind(one) === stepKind(other);

/** Whether somebody typed it; one that was only ticked holds nothing yet. */
export const isSaid = (step: RecipeStep): boolean =>
	!isPackagesStep(step) &&
	('inline' in step
		? step.inline.join('').trim() !== ''
		: 'script' in step
			? step.script !== toBeNamed
			: 'check' in step
				? step.check !== toBeNamed
				: !Object.values(placesOf(step)).includes(toBeNamed));

/** The decisions after a change, with what it took away on the shelf, and what it took from there on it no more. */
export const shelve = (before: Decisions, after: Decisions): Decisions => {
	const { recipe, shelf } = before;
	const order = recipe.steps.map(({ name }) => name);
	const bundles = [...recipe.bundles, ...(shelf?.bundles ?? [])].filter(
		({ id }) => !after.recipe.bundles.some(entry => entry.id === id),
	);
	const steps = [
		...recipe.steps.filter(isSaid).map(step => ({ step, order })),
		...(shelf?.steps ?? []),
	].filter(({ step }) => !after.recipe.steps.some(other => isSameKind(step, other)));
	const isBare = shelf === undefined && bundles.length === 0 && steps.length === 0;
	return isBare ? after : { ...after, shelf: { bundles, steps } };
};

/** Behind what stood before it, else in front of what stood behind it; else commands come before script files. */
const placeOf = (steps: Recipe['steps'], { step, order }: ShelvedStep): number => {
	const own = order.indexOf(step.name);
	const last = steps.findLastIndex(({ name }) => order.slice(0, Math.max(0, own)).includes(name));
	const next = steps.findIndex(({ name }) => order.slice(own + 1).includes(name));
	const script = 'inline' in step ? steps.findIndex(other => 'script' in other) : -1;
	return last !== -1 ? last + 1 : next !== -1 ? next : script !== -1 ? script : steps.length;
};

/** The steps with those of a kind that are chosen again, as they were; with the new one if there were none. */
export const withShelved = (
	steps: Recipe['steps'],
	{ shelf }: Decisions,
	fresh: RecipeStep,
): Recipe['steps'] => {
	const shelved = shelf?.steps.filter(({ step }) => isSameKind(step, fresh)) ?? [];
	return (shelved.length > 0 ? shelved : [{ step: fresh, order: [] }]).reduce((all, one) => {
		const name = freeStepName(one.step.name, new Set(all.map(step => step.name)));
		return all.toSpliced(placeOf(all, one), 0, { ...one.step, name });
	}, steps);
};
