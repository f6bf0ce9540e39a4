import {
	attributeOf,
	blocksOf,
	type TemplateAttribute,
	type TemplateBlock,
	type TemplateExpression,
	type TemplateItem,
} from '../reader/document.ts';
import { evaluate, type Known, type Scope } from './plain.ts';
import { isSecretVariable } from './secrets.ts';

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
