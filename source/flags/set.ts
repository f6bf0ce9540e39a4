import { Problem } from '../base/problem.ts';
import type { Draft } from '../questions/draft.ts';
import { todaysPath } from '../recipe/earlier-form.ts';
import { schemaIssues } from '../recipe/issues.ts';
import { checkRecipe } from '../recipe/read.ts';
import { type Recipe, recipeSchema } from '../recipe/schema.ts';
import { isOfBundle, setParameters } from './set-bundle.ts';

export const setFlag = {
	name: 'set',
	value: '<name=value>',
	text: "A bundle's parameter: ssh-grunt.iam-group=ops. What a bundle takes: packer-wizard bundles show <id>. With a + an argument of your own, ssh-grunt.boot.+debug=. Without a bundle a place of the recipe, as JSON or a bare string: volume.size=20. Repeatable.",
} as const;

type Assignment = { readonly path: readonly string[]; readonly bare: string; readonly value: unknown };

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

const parseValue = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
};

const parseAssignment = (text: string): Assignment => {
	const at = text.indexOf('=');
	const path = text.slice(0, at).split('.');
	if (at < 1 || path.some(key => key === '' || key === '__proto__')) {
		throw new Problem(`--set takes name=value, not ${JSON.stringify(text)}.`, {
			reason: 'The name is a parameter of a bundle, or a place of the recipe.',
			next: ['For example: --set ssh-grunt.iam-group=ops --set volume.size=20'],
		});
	}

	const bare = text.slice(at + 1);
	return { path: todaysPath(path), bare, value: parseValue(bare) };
};

/** Plain data with the place at the path replaced; objects on the way that are missing are made. */
const assign = (data: unknown, [key, ...rest]: readonly string[], value: unknown): unknown => {
	if (key === undefined) {
		return value;
	}

	if (Array.isArray(data)) {
		const index = /^\d+$/.test(key) ? Number(key) : -1;
		if (index < 0 || index > data.length) {
			throw new Problem(`--set: a list has no place ${JSON.stringify(key)}.`, {
				reason: `Its places go from 0 to ${data.length}, the last one adds to it.`,
			});
		}

		return data.toSpliced(index, 1, assign(data[index], rest, value));
	}

	const object = isObject(data) ? data : {};
	return { ...object, [key]: assign(Object.hasOwn(object, key) ? object[key] : undefined, rest, value) };
};

/** Whether the schema wants text at the place, where a value such as `1.10` or `true` was read as JSON. */
const wantsText = (data: unknown, { path, value }: Assignment): boolean => {
	const { error } = recipeSchema.safeParse(data);
	return (
		(typeof value === 'number' || typeof value === 'boolean') &&
		error !== undefined &&
		schemaIssues(error).some(
			issue =>
				issue.code === 'invalid_type' &&
				issue.expected === 'string' &&
				issue.path.join('.') === path.join('.'),
		)
	);
};

/** A Recipe with places changed by `path=value`, checked again as a whole. */
const withPlaces = (recipe: Recipe, sets: readonly string[]): Recipe => {
	if (sets.length === 0) {
		return recipe;
	}

	const assignments = sets.map(parseAssignment);
	const apply = (list: readonly Assignment[]): unknown =>
		list.reduce<unknown>((data, { path, value }) => assign(data, path, value), recipe);
	const first = apply(assignments);
	const typed = assignments.map(one => (wantsText(first, one) ? { ...one, value: one.bare } : one));
	return checkRecipe(apply(typed), `The recipe with ${sets.map(set => `--set ${set}`).join(' ')}`);
};

/**
 * A draft with what `--set` gives: first the parameters of bundles, then places of the recipe, which are checked as a whole.
 * @throws Problem (exit 2) for a bundle or parameter that there is not, and a path or value that makes no Recipe.
 */
export const applySets = (draft: Draft, sets: readonly string[] = []): Draft => {
	const set = setParameters(draft, sets.filter(isOfBundle));
	const recipe = withPlaces(
		set.recipe,
		sets.filter(text => !isOfBundle(text)),
	);
	return recipe === draft.recipe ? draft : { ...set, recipe };
};
