import type { BundleParameter } from '../../../../catalog/bundles/schema.ts';
import { type ChosenBundle, chosenBundles, holds } from '../../../../recipe/bundles.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { text } from '../../../../template/hcl.ts';
import type { Variable } from '../../../../template/variables.ts';

/** What a service of the catalogue is told by the environment when it is installed, and a variable can say. */
type ServiceValue = { readonly description: string; readonly value: string };

const taken: readonly BundleParameter['kind'][] = ['text', 'words', 'number', 'yes-no', 'choice'];

/** A value as the Reference Architecture gives it: also yes and no are texts. */
const textOf = ({ kind }: BundleParameter, value: string): string =>
	kind === 'yes-no' ? String(value === 'yes') : value;

/** By name, what the installation of a service gets; an argument of the person's own is such a variable as well. */
const valuesOf = ({ bundle, values, more }: ChosenBundle): Readonly<Record<string, ServiceValue>> => ({
	...Object.fromEntries(
		bundle.parameters.flatMap(parameter => {
			const value = values.install[parameter.name];
			const isOne = parameter.moment === 'install' && !parameter.ours && taken.includes(parameter.kind);
			return isOne && typeof value === 'string' && holds(parameter.when, values, 'install')
				? [
						[
							parameter.name,
							{ description: `${parameter.title}: ${parameter.text}`, value: textOf(parameter, value) },
						],
					]
				: [];
		}),
	),
	...Object.fromEntries(
		Object.entries(more.install).map(([name, value]) => [
			name,
			{ description: `What ${bundle.id} is told when it is installed.`, value: [value].flat().at(-1) ?? '' },
		]),
	),
});

const isService = ({ bundle }: ChosenBundle): boolean => bundle.way === 'service';

/**
 * The variables of a template that stand for what its services are told, as the Reference Architecture calls them. What
 * two services are told differently can be no variable, and neither can a name that means something else already.
 * @param reserved names of the template's other variables.
 */
export const serviceVariables = (recipe: Recipe, reserved: readonly string[]): readonly Variable[] => {
	const all = chosenBundles(recipe)
		.filter(isService)
		.flatMap(chosen => Object.entries(valuesOf(chosen)));
	return [...Map.groupBy(all, ([name]) => name)].flatMap(([name, given]) => {
		const [first] = given;
		const isClear = !reserved.includes(name) && new Set(given.map(([, { value }]) => value)).size === 1;
		return first && isClear ? [{ name, description: first[1].description, value: text(first[1].value) }] : [];
	});
};

/** Which of the variables a service is told. */
export const toldBy = (chosen: ChosenBundle, variables: readonly Variable[]): readonly string[] =>
	isService(chosen)
		? variables.map(({ name }) => name).filter(name => Object.hasOwn(valuesOf(chosen), name))
		: [];

/** The bundle without those, so that its script does not say them too. */
export const withoutTold = (chosen: ChosenBundle, told: readonly string[]): ChosenBundle =>
	told.length === 0
		? chosen
		: {
				...chosen,
				bundle: {
					...chosen.bundle,
					parameters: chosen.bundle.parameters.filter(
						({ moment, name }) => moment !== 'install' || !told.includes(name),
					),
				},
				more: {
					...chosen.more,
					install: Object.fromEntries(
						Object.entries(chosen.more.install).filter(([name]) => !told.includes(name)),
					),
				},
			};
