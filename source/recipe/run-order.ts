import { type ChosenBundle, chosenBundles } from './bundles.ts';
import type { Recipe, RecipeStep } from './schema.ts';

/** A bundle or a step of the person's own, by the name that an order has for it. */
export type Installed =
	| { readonly name: string; readonly bundle: ChosenBundle; readonly step?: undefined }
	| { readonly name: string; readonly step: RecipeStep; readonly bundle?: undefined };

/** Own steps before, bundles, own steps after. */
const usualOrder = (recipe: Recipe): readonly Installed[] => {
	const own = (position: RecipeStep['position']): readonly Installed[] =>
		recipe.steps.filter(step => step.position === position).map(step => ({ name: step.name, step }));
	return [
		...own('before'),
		...chosenBundles(recipe).map(bundle => ({ name: bundle.bundle.id, bundle })),
		...own('after'),
	];
};

/** What an order names as it says, what it does not name behind what it usually follows. */
const asOrdered = (usual: readonly Installed[], order: readonly string[]): readonly Installed[] => {
	const named: Installed[] = [];
	for (const name of order) {
		const found = usual.find(one => one.name === name && !named.includes(one));
		if (found) {
			named.push(found);
		}
	}

	return usual.reduce<readonly Installed[]>((all, one, index) => {
		const before = usual[index - 1];
		return all.includes(one) ? all : all.toSpliced(before ? all.indexOf(before) + 1 : 0, 0, one);
	}, named);
};

/** A bundle has those that it needs before it, whatever the order says. */
const withNeededFirst = (all: readonly Installed[]): readonly Installed[] => {
	const done: Installed[] = [];
	const add = (one: Installed): void => {
		if (done.includes(one)) {
			return;
		}

		for (const id of one.bundle?.bundle.requires ?? []) {
			all.filter(({ bundle }) => bundle?.bundle.id === id).forEach(add);
		}

		done.push(one);
	};
	all.forEach(add);
	return done;
};

/** Everything that a Recipe has on the machine, bundles and the person's own steps, in the order in which it runs. */
export const runOrder = (recipe: Recipe): readonly Installed[] => {
	const usual = usualOrder(recipe);
	return recipe.order === undefined ? usual : withNeededFirst(asOrdered(usual, recipe.order));
};

/** The Recipe with that order, and none where it is the usual one. */
export const withOrder = ({ order: _, ...recipe }: Recipe, names: readonly string[]): Recipe => {
	const ordered = runOrder({ ...recipe, order: [...names] }).map(one => one.name);
	const usual = usualOrder(recipe).map(one => one.name);
	return ordered.join('\n') === usual.join('\n') ? recipe : { ...recipe, order: ordered };
};
