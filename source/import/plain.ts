import type { TemplateExpression } from '../reader/document.ts';

/** A value that is known without Packer. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** It, or why it is not known: the rest of a sentence that begins with what was looked for. */
export type Known = { readonly value: Plain } | { readonly why: string };

/** What expressions name, with their values. */
export type Scope = {
	/** `['var', 'region']`, `['path', 'root']`. */
	readonly lookUp: (path: readonly string[]) => Known;
	/** A variable of the environment; undefined where none is read. */
	readonly environment?: (name: string) => string;
};

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
const isMap = (value: Plain): value is { readonly [key: string]: Plain } =>
	typeof value === 'object' && value !== null && !isList(value);

/** As HCL writes it into a text; undefined for what cannot stand in one. */
export const plainString = (value: Plain): string | undefined =>
	typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: undefined;

const strings = (values: readonly Plain[]): readonly string[] | undefined => {
	const texts = values.map(plainString);
	return texts.every(text => text !== undefined) ? texts : undefined;
};

type Call = (values: readonly Plain[]) => Plain | undefined;

const ofText =
	(change: (text: string) => string): Call =>
	([value]) => {
		const text = value === undefined ? undefined : plainString(value);
		return text === undefined ? undefined : change(text);
	};

/** The functions that people put around what stays the same; all others are Packer's. */
const calls: Readonly<Record<string, Call>> = {
	lower: ofText(text => text.toLowerCase()),
	upper: ofText(text => text.toUpperCase()),
	trimspace: ofText(text => text.trim()),
	tostring: ofText(text => text),
	concat: values => (values.every(isList) ? values.flat() : undefined),
	tolist: ([value]) => value,
	toset: ([value]) => value,
	merge: values => (values.every(isMap) ? Object.assign({}, ...values) : undefined),
	join: ([separator, ...values]) => {
		const texts = strings(values.flatMap(value => (isList(value) ? [...value] : [value])));
		return typeof separator === 'string' && texts ? texts.join(separator) : undefined;
	},
	coalesce: values => values.find(value => value !== null && value !== ''),
	compact: ([value]) =>
		value !== undefined && isList(value) ? value.filter(item => item !== null && item !== '') : undefined,
};

const dig = (value: Plain, keys: readonly string[]): Plain | undefined => {
	const [key, ...rest] = keys;
	if (key === undefined) {
		return value;
	}

	const inner = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
	return inner === undefined ? undefined : dig(inner, rest);
};

const atBuild = 'is found out only while Packer runs';

/** The value of what is named, down to a key of it. */
const named = (path: readonly string[], scope: Scope): Known => {
	const [root = '', name = '', ...keys] = path;
	const found = scope.lookUp([root, name]);
	if ('why' in found) {
		return found;
	}

	const value = dig(found.value, keys);
	return value === undefined ? { why: `${path.join('.')} is not there` } : { value };
};

const all = (
	expressions: readonly TemplateExpression[],
	scope: Scope,
): readonly Plain[] | { readonly why: string } => {
	const values: Plain[] = [];
	for (const expression of expressions) {
		const known = evaluate(expression, scope);
		if ('why' in known) {
			return known;
		}

		values.push(known.value);
	}

	return values;
};

const isUnknown = (values: readonly Plain[] | { readonly why: string }): values is { readonly why: string } =>
	'why' in values;

const called = (name: string, given: readonly TemplateExpression[], scope: Scope): Known => {
	const values = all(given, scope);
	if (isUnknown(values)) {
		return values;
	}

	const [first] = values;
	if (name === 'env' && scope.environment && typeof first === 'string') {
		return { value: scope.environment(first) };
	}

	const value = Object.hasOwn(calls, name) ? calls[name]?.(values) : undefined;
	return value === undefined ? { why: atBuild } : { value };
};

/** What an expression is, as far as that is plain. */
export function evaluate({ value }: TemplateExpression, scope: Scope): Known {
	switch (value.kind) {
		case 'literal':
			return { value: value.value };
		case 'text': {
			const { parts } = value;
			const [only] = parts;
			if (parts.length === 1 && typeof only === 'object') {
				// `"${x}"` is x itself.
				return evaluate(only, scope);
			}

			const values = all(
				parts.filter(part => typeof part === 'object'),
				scope,
			);
			if (isUnknown(values)) {
				return values;
			}

			const texts = strings(values);
			let next = 0;
			return texts
				? { value: parts.map(part => (typeof part === 'string' ? part : texts[next++])).join('') }
				: { why: atBuild };
		}

		case 'list': {
			const values = all(value.items, scope);
			return isUnknown(values) ? values : { value: values };
		}

		case 'map': {
			const keys = all(
				value.entries.map(([key]) => key),
				scope,
			);
			const values = all(
				value.entries.map(([, entry]) => entry),
				scope,
			);
			return isUnknown(keys)
				? keys
				: isUnknown(values)
					? values
					: { value: Object.fromEntries(keys.map((key, index) => [String(key), values[index] ?? null])) };
		}

		case 'reference':
			return named(value.path, scope);
		case 'call':
			return called(value.name, value.arguments, scope);
		case 'other':
			return { why: atBuild };
	}
}
