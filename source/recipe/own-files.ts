import { findBundle } from '../catalog/bundles/index.ts';
import type { Bundle, BundleParameter } from '../catalog/bundles/schema.ts';
import type { Recipe, RecipeBundle, RecipeStep } from './schema.ts';
import { placesOf, withPlaces } from './step-kinds.ts';

/**
 * A file of the person's that the Recipe names, and who takes it to the machine. `place` if it is not copied beside the
 * template but stays where it is, a folder perhaps, and what it is for.
 */
export type OwnFile = {
	readonly path: string;
	readonly by:
		| { readonly step: RecipeStep; readonly place?: string }
		| { readonly bundle: Bundle; readonly parameter: BundleParameter };
};

const fileParameters = (id: string): readonly (readonly [Bundle, BundleParameter])[] => {
	const bundle = findBundle(id);
	return (bundle?.parameters ?? [])
		.filter(({ kind }) => kind === 'file')
		.flatMap(parameter => (bundle ? [[bundle, parameter] as const] : []));
};

const pathIn = (entry: RecipeBundle, { name }: BundleParameter): string => {
	const value = entry.install[name];
	return typeof value === 'string' ? value : '';
};

/** Whether it stays where it is. */
export const isPlace = (by: OwnFile['by']): by is { readonly step: RecipeStep; readonly place: string } =>
	'step' in by && by.place !== undefined;

/** The files of the person's that the Recipe names. */
export const ownFiles = (recipe: Recipe): readonly OwnFile[] => [
	...recipe.steps.flatMap((step): readonly OwnFile[] =>
		'script' in step
			? [{ path: step.script, by: { step } }]
			: Object.entries(placesOf(step)).map(([place, path]) => ({ path, by: { step, place } })),
	),
	...recipe.bundles.flatMap(entry =>
		fileParameters(entry.id)
			.map(([bundle, parameter]) => ({ path: pathIn(entry, parameter), by: { bundle, parameter } }))
			.filter(({ path }) => path !== ''),
	),
];

const withOwnBundleFiles = (entry: RecipeBundle, named: (file: OwnFile) => string): RecipeBundle => {
	const { install } = entry;
	const renamed = fileParameters(entry.id)
		.map(([bundle, parameter]) => ({ path: pathIn(entry, parameter), by: { bundle, parameter } }))
		.filter(({ path }) => path !== '')
		.map(file => [file.by.parameter.name, named(file)] as const);
	return { ...entry, install: { ...install, ...Object.fromEntries(renamed) } };
};

/** The Recipe with other paths for the files of the person's. */
export const withOwnFiles = (recipe: Recipe, named: (file: OwnFile) => string): Recipe => ({
	...recipe,
	steps: recipe.steps.map(step =>
		'script' in step
			? { ...step, script: named({ path: step.script, by: { step } }) }
			: withPlaces(step, (path, place) => named({ path, by: { step, place } })),
	),
	bundles: recipe.bundles.map(entry => withOwnBundleFiles(entry, named)),
});
