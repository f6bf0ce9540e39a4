import type { BundleParameter } from '../../../../catalog/bundles/schema.ts';
import { type ChosenBundle, chosenBundles, holds } from '../../../../recipe/bundles.ts';
import { serverTags } from '../../../../recipe/needs.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { code, type Expression, hclString } from '../../../../template/hcl.ts';
import { bootScript } from '../boot.ts';
import { policyText } from '../policy.ts';

/** A value of the boot script that a variable holds, so that one image serves several clusters. */
type OpenValue = {
	/** The variable. */
	readonly name: string;
	readonly description: string;
	/** What the Recipe says. */
	readonly value: string;
};

/** What a value is, so that any other may stand in its place without another command coming of it. */
const openKinds: ReadonlySet<BundleParameter['kind']> = new Set(['text', 'words', 'number']);

const marked = (name: string): string => `\uE000${name}\uE001`;
const markPattern = /\uE000(\w+)\uE001/g;

type Candidate = OpenValue & { readonly bundle: string; readonly parameter: string };

const candidatesOf = ({ bundle, values, chosen }: ChosenBundle): readonly Candidate[] =>
	bundle.parameters.flatMap(({ name, title, kind, moment, text, when }) => {
		const value = values.boot[name];
		return chosen &&
			moment === 'boot' &&
			openKinds.has(kind) &&
			typeof value === 'string' &&
			value !== '' &&
			holds(when, values, 'boot')
			? [
					{
						name: `${bundle.id}_${name}`.replaceAll(/\W/g, '_'),
						description: `${bundle.title}, ${title}: ${text}`,
						value,
						bundle: bundle.id,
						parameter: name,
					},
				]
			: [];
	});

/** The Recipe with marks in the place of values. */
const withMarks = (recipe: Recipe, values: readonly Candidate[]): Recipe => ({
	...recipe,
	bundles: recipe.bundles.map(entry => ({
		...entry,
		boot: {
			...entry.boot,
			...Object.fromEntries(
				values
					.filter(({ bundle }) => bundle === entry.id)
					.map(({ parameter, name }) => [parameter, marked(name)]),
			),
		},
	})),
});

/** Whether a value can be another one: what servers may do is told in a file that Terraform reads as it is. */
const isOpen = (recipe: Recipe, policy: string | undefined, values: readonly Candidate[]): boolean => {
	const open = withMarks(recipe, values);
	return (
		policyText(open) === policy &&
		!serverTags(open).some(({ key, standsFor }) => standsFor !== undefined && key.search(markPattern) >= 0)
	);
};

const openCandidates = (recipe: Recipe): readonly Candidate[] => {
	const all = chosenBundles(recipe).flatMap(candidatesOf);
	const script = bootScript(withMarks(recipe, all));
	const used = all.filter(({ name }) => script.includes(marked(name)));
	const policy = policyText(recipe);
	return isOpen(recipe, policy, used) ? used : used.filter(value => isOpen(recipe, policy, [value]));
};

/** A text with marks as HCL: a variable, or a string in which variables stand. */
const openText = (text: string): Expression => {
	const only = new RegExp(`^${markPattern.source}$`).exec(text)?.[1];
	return code(
		only === undefined ? hclString(text).replaceAll(/\\ue000(\w+)\\ue001/g, `\${var.$1}`) : `var.${only}`,
	);
};

/** What happens at the first boot of servers, as far as other values can be given to it. */
export type OpenBoot = {
	readonly values: readonly OpenValue[];
	/**
	 * The boot script as a template of Terraform's. Every value that is open stands there in single quotes, so the one
	 * that replaces it has to be escaped for those.
	 */
	readonly template: string;
	/** The tags by which servers are found, as HCL, without those of which each server has another value. */
	readonly tags: readonly { readonly key: string; readonly value: Expression }[];
};

/** The boot script of servers, and what belongs to it, with the values that may be others for each use of the image. */
export const openBoot = (recipe: Recipe): OpenBoot => {
	const values = openCandidates(recipe);
	const open = withMarks(recipe, values);
	return {
		values,
		template: bootScript(open)
			.replaceAll(/([$%])\{/g, '$1$1{')
			.replaceAll(markPattern, `\${$1}`),
		tags: serverTags(open)
			.filter(({ standsFor }) => standsFor === undefined)
			.map(({ key, value }) => ({ key: openText(key).join(''), value: openText(value) })),
	};
};
