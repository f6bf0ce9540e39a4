import { isObject, parsedJson } from '../base/json.ts';
import { typedPath, type Whereabouts } from '../base/paths.ts';
import type { ImportRequest } from '../flow/import.ts';
import type { GivenValues } from '../import/scope.ts';
import {
	attributeOf,
	type TemplateBlock,
	type TemplateExpression,
	type TemplateItem,
} from '../reader/document.ts';
import { readHcl } from '../reader/hcl.ts';
import { readText, refuseTemplate } from './template-files.ts';

const valuesIn = async (
	file: string,
	whereabouts: Whereabouts,
): Promise<readonly (readonly [string, TemplateExpression | string])[]> => {
	const source = await readText(file, whereabouts);
	if (!source.file.endsWith('.json')) {
		return (await readHcl(source)).items.flatMap(item =>
			item.kind === 'attribute' ? [[item.name, item.expression] as const] : [],
		);
	}

	const data = parsedJson(source.text);
	if (!isObject(data)) {
		throw refuseTemplate(
			`${source.file} holds no values of variables.`,
			'It must be a JSON object with a value for each name.',
		);
	}

	const read = await Promise.all(
		Object.entries(data).map(
			async ([name, value]) =>
				[
					name,
					typeof value === 'string' ? value : await expressionOf(JSON.stringify(value), source.file),
				] as const,
		),
	);
	return read;
};

/** A value as HCL. */
const expressionOf = async (text: string, origin: string): Promise<TemplateExpression> => {
	const {
		items: [item],
	} = await readHcl({ file: origin, text: `value = ${text}\n` });
	if (item?.kind !== 'attribute') {
		throw refuseTemplate(`${origin} gives a value that cannot be read.`, text);
	}

	return item.expression;
};

/** Whether a variable takes more than a text, so that what is typed for it is HCL. */
const takesHcl = (items: readonly TemplateItem[], name: string): boolean => {
	const block = items.find(
		(item): item is TemplateBlock =>
			item.kind === 'block' && item.type === 'variable' && item.labels[0] === name,
	);
	const type = block && attributeOf(block, 'type')?.expression.text;
	return type !== undefined && !/^"?string"?$/.test(type);
};

const typedValue = async (
	items: readonly TemplateItem[],
	name: string,
	text: string,
	origin: string,
): Promise<TemplateExpression | string> => (takesHcl(items, name) ? expressionOf(text, origin) : text);

const hasVariable = (items: readonly TemplateItem[], name: string): boolean =>
	items.some(
		item =>
			item.kind === 'block' &&
			((item.type === 'variable' && item.labels[0] === name) ||
				(item.type === 'variables' && attributeOf(item, name) !== undefined)),
	);

/** The values that are given beside the template; of one name the last counts, as for Packer. */
export const givenValues = async (
	{ variables = [], variableFiles = [] }: ImportRequest,
	items: readonly TemplateItem[],
	beside: readonly string[],
	whereabouts: Whereabouts,
): Promise<GivenValues['values']> => {
	const { environment } = whereabouts;
	const values = new Map<string, TemplateExpression | string>();
	for (const [key, text] of Object.entries(environment)) {
		const name = key.startsWith('PKR_VAR_') ? key.slice('PKR_VAR_'.length) : '';
		if (text !== undefined && hasVariable(items, name)) {
			values.set(name, await typedValue(items, name, text, key));
		}
	}

	for (const file of [...beside, ...variableFiles.map(typed => typedPath(typed, whereabouts))]) {
		for (const [name, value] of await valuesIn(file, whereabouts)) {
			values.set(name, value);
		}
	}

	for (const typed of variables) {
		const at = typed.indexOf('=');
		const name = typed.slice(0, at);
		if (at < 1 || !hasVariable(items, name)) {
			throw refuseTemplate(
				at < 1
					? `--var takes name=value, not ${JSON.stringify(typed)}.`
					: `The template has no variable ${name}.`,
				'It gives a variable of the template a value.',
				['For example: --var region=eu-west-1'],
			);
		}

		values.set(name, await typedValue(items, name, typed.slice(at + 1), `--var ${name}`));
	}

	return values;
};
