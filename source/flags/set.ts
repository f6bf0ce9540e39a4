import { Problem } from '../base/problem.ts';
import { shellWord } from '../base/shell.ts';
import type { Draft } from '../questions/draft.ts';
import { flagText } from '../questions/flag-text.ts';
import { questions } from '../questions/table.ts';
import { todaysPath } from '../recipe/earlier-form.ts';
import { schemaIssues } from '../recipe/issues.ts';
import { checkRecipe } from '../recipe/read.ts';
import { type Recipe, recipeSchema } from '../recipe/schema.ts';
import { isOfBundle, setParameters } from './set-bundle.ts';

export const setFlag = {
	name: 'set',
	value: '<name=value>',
	text: "A bundle's parameter: ssh-grunt.iam-group=ops. What a bundle takes: packer-wizard bundles show <id>. With a + an argument of your own, ssh-grunt.boot.+debug=. Without a bundle a place of the recipe, as JSON or a bare string: volume.size=20. An empty value takes away what a recipe need not have: terraform=. Repeatable.",
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

/** Plain data without the place at the path, which is an object's; the same if there is none. */
const without = (data: unknown, [key, ...rest]: readonly string[]): unknown => {
	if (key === undefined || !isObject(data) || Array.isArray(data) || !Object.hasOwn(data, key)) {
		return data;
	}

	const { [key]: inner, ...others } = data;
	return rest.length === 0 ? others : { ...data, [key]: without(inner, rest) };
};

/** What the schema wants at the place; undefined if what was set there is right. */
const wantedAt = (data: unknown, path: readonly string[]): string | undefined => {
	const { error } = recipeSchema.safeParse(data);
	const issue = error && schemaIssues(error).find(({ path: place }) => place.join('.') === path.join('.'));
	return issue?.code === 'invalid_type' ? issue.expected : issue?.code;
};

/** Whether nothing is there that counts. */
const isNothing = (value: unknown): boolean =>
	value === undefined || (isObject(value) && Object.keys(value).length === 0);

/**
 * Whether what stands at the place is taken away: by an empty value, null or `none`, where that can be nothing else and no
 * default takes its place.
 */
const isTakenAway = (recipe: Recipe, { path, value }: Assignment): boolean => {
	const saysNothing = value === '' || value === 'none' || value === null;
	if (!saysNothing || wantedAt(assign(recipe, path, value), path) === undefined) {
		return false;
	}

	const { success, data } = recipeSchema.safeParse(without(recipe, path));
	return (
		success &&
		isNothing(path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), data))
	);
};

/** The value that is meant: text where `1.10` or `true` was read as JSON, a list where only its entries stand. */
const meant = (data: unknown, { path, value, bare }: Assignment): unknown => {
	const wanted = wantedAt(data, path);
	return wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')
		? bare
		: wanted === 'array' && typeof value === 'string' && value !== ''
			? value.split(',').map(entry => entry.trim())
			: value;
};

/** @throws Problem (exit 2) for the name of a question that is no place of the recipe: it has a flag. */
const refuseQuestion = (text: string, { path: [first = ''], bare }: Assignment): void => {
	const question = questions.find(({ id, flag }) => flag.name === first || id === first);
	if (question && !Object.hasOwn(recipeSchema.shape, first)) {
		throw new Problem(`--set ${text} names no place of the recipe.`, {
			reason: `${first} is a question, and has a flag of its own.`,
			next: [`Say it so: ${flagText(question, shellWord(bare))}`],
		});
	}
};

/** A Recipe with places changed by `path=value`, checked again as a whole. */
const withPlaces = (recipe: Recipe, sets: readonly string[]): Recipe => {
	if (sets.length === 0) {
		return recipe;
	}

	const assignments = sets.map(text => {
		const assignment = parseAssignment(text);
		refuseQuestion(text, assignment);
		return assignment;
	});
	const given = assignments.filter(one => !isTakenAway(recipe, one));
	const taken = assignments.filter(one => !given.includes(one));
	const start = taken.reduce<unknown>((data, { path }) => without(data, path), recipe);
	const apply = (list: readonly Assignment[]): unknown =>
		list.reduce<unknown>((data, { path, value }) => assign(data, path, value), start);
	const first = apply(given);
	const typed = given.map(one => ({ ...one, value: meant(first, one) }));
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
