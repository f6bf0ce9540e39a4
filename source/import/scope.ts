import {
	attributeOf,
	blocksOf,
	type TemplateAttribute,
	type TemplateBlock,
	type TemplateExpression,
	type TemplateItem,
} from '../reader/document.ts';
import { evaluate, type Known, type Scope } from './plain.ts';

/** A variable: its block, or its line in a block of several. */
export type DeclaredVariable = {
	readonly piece: TemplateBlock | TemplateAttribute;
	readonly standard: TemplateAttribute | undefined;
	readonly isSensitive: boolean;
};

/** What a template declares at its top, by name. */
export type Declared = {
	readonly variables: ReadonlyMap<string, DeclaredVariable>;
	readonly locals: ReadonlyMap<
		string,
		{ readonly attribute: TemplateAttribute; readonly isSensitive: boolean }
	>;
	readonly data: ReadonlyMap<string, TemplateBlock>;
};

/** What is given beside the template. */
export type GivenValues = {
	/** Values of variables, from files, the environment and the command line, the last of a name. */
	readonly values: ReadonlyMap<string, TemplateExpression | string>;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** The folder that the template stands in, absolute. */
	readonly folder: string;
	/** The folder that paths without another beginning are taken from, absolute. */
	readonly cwd: string;
};

export const declared = (items: readonly TemplateItem[]): Declared => ({
	variables: new Map<string, DeclaredVariable>([
		...blocksOf(items, 'variables').flatMap(block =>
			block.items.flatMap(item =>
				item.kind === 'attribute'
					? [[item.name, { piece: item, standard: item, isSensitive: false }] as const]
					: [],
			),
		),
		...blocksOf(items, 'variable').map(block => {
			const standard = attributeOf(block, 'default');
			return [
				block.labels[0] ?? '',
				{ piece: block, standard, isSensitive: isTrue(block, 'sensitive') },
			] as const;
		}),
	]),
	locals: new Map<string, { readonly attribute: TemplateAttribute; readonly isSensitive: boolean }>([
		...blocksOf(items, 'locals').flatMap(block =>
			block.items.flatMap(item =>
				item.kind === 'attribute' ? [[item.name, { attribute: item, isSensitive: false }] as const] : [],
			),
		),
		...blocksOf(items, 'local').flatMap(block => {
			const attribute = attributeOf(block, 'expression');
			return attribute
				? [[block.labels[0] ?? '', { attribute, isSensitive: isTrue(block, 'sensitive') }] as const]
				: [];
		}),
	]),
	data: new Map(blocksOf(items, 'data').map(block => [block.labels.join('.'), block])),
});

const isTrue = (block: TemplateBlock, name: string): boolean =>
	attributeOf(block, name)?.expression.text === 'true';

/** Names of what nobody else may know; a path, a length or a yes of one is none. */
const secretName =
	/(?:token|secret|password|passwd|passphrase|api_?key|access_?key|private_?key)(?!\w*_(?:path|file|name|arn|url|ttl|length|version|enabled)$)/i;

/** A text that is a secret whatever its name: of GitHub, of AWS, of Slack, a private key. */
const secretText =
	/\b(?:gh[pousr]_\w{20}|github_pat_\w{20}|A[KS]IA[A-Z0-9]{16}\b|xox[abp]-)|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

export const isSecretVariable = (name: string, { isSensitive }: DeclaredVariable): boolean =>
	isSensitive || secretName.test(name);

const unknown: Scope = { lookUp: () => ({ why: 'it is named' }) };

/** Whether an expression says a text by itself, and not where it is found. */
export const isPlainText = (expression: TemplateExpression): boolean => {
	const known = evaluate(expression, unknown);
	return (
		'value' in known &&
		[known.value].flat().some(value => value !== null && !/^(?:|true|false)$/.test(String(value)))
	);
};

/** Names of the environment that are given a secret in a text: `DB_PASSWORD=x`, `export TOKEN='x'`. */
const givenName = /(?:^|[\s;"'])(\w+)=(?=["']?[^\s"'$`{;\\])/g;

const secretsInText = (text: string): readonly string[] => [
	...[...text.matchAll(givenName)].map(([, name = '']) => name).filter(name => secretName.test(name)),
	...(secretText.test(text) ? ['a key or token'] : []),
];

const secretsInValue = (expression: TemplateExpression): readonly string[] => {
	const { value } = expression;
	switch (value.kind) {
		case 'text':
			return value.parts.flatMap((part, index) =>
				typeof part === 'string'
					? secretsInText(typeof value.parts[index + 1] === 'object' ? `${part}$` : part)
					: [],
			);
		case 'list':
			return value.items.flatMap(secretsInValue);
		case 'map':
			return value.entries.flatMap(([key, inner]) => {
				const [name = ''] =
					key.value.kind === 'text' ? key.value.parts : key.value.kind === 'reference' ? key.value.path : [];
				return typeof name === 'string' && secretName.test(name) && isPlainText(inner)
					? [name]
					: secretsInValue(inner);
			});
		default:
			return [];
	}
};

/** The names of secrets that stand in plain text in something that is kept as it stands. */
const plainSecrets = (item: TemplateItem): readonly string[] => [
	...new Set(
		item.kind === 'block'
			? item.items.flatMap(plainSecrets)
			: secretName.test(item.name) && isPlainText(item.expression)
				? [item.name]
				: secretsInValue(item.expression),
	),
];

/** What is told of such, behind what became of it. */
export const secretsText = (item: TemplateItem): string => {
	const names = plainSecrets(item);
	return names.length > 0
		? `; a secret in plain text (${names.join(', ')}) stands in the new files, too: take it out before you share them`
		: '';
};

const variableValue = (
	name: string,
	variable: DeclaredVariable | undefined,
	given: GivenValues,
	scope: Scope,
): Known => {
	if (!variable) {
		return { why: `the template has no variable ${name}` };
	}

	const value = given.values.get(name);
	if (isSecretVariable(name, variable)) {
		return { why: `var.${name} is a secret` };
	}

	if (value !== undefined) {
		return typeof value === 'string' ? { value } : evaluate(value, scope);
	}

	const { standard } = variable;
	return standard
		? evaluate(standard.expression, {
				...scope,
				environment: variable => given.environment[variable] ?? '',
			})
		: { why: `var.${name} has no value` };
};

/** What the expressions of a template name, with their values. */
export const scopeOf = ({ variables, locals }: Declared, given: GivenValues): Scope => {
	const open = new Set<string>();
	const scope: Scope = {
		lookUp: ([root = '', name = '']) => {
			const path = `${root}.${name}`;
			if (open.has(path)) {
				return { why: `${path} is defined by itself` };
			}

			open.add(path);
			try {
				switch (root) {
					case 'var':
						return variableValue(name, variables.get(name), given, scope);
					case 'local': {
						const local = locals.get(name);
						return local?.isSensitive
							? { why: `${path} is a secret` }
							: local
								? evaluate(local.attribute.expression, scope)
								: { why: `the template has no ${path}` };
					}

					case 'path':
						return name === 'root'
							? { value: given.folder }
							: name === 'cwd'
								? { value: given.cwd }
								: { why: `nothing is called ${path}` };
					default:
						return { why: `${path} is found out only while Packer runs` };
				}
			} finally {
				open.delete(path);
			}
		},
	};
	return scope;
};
