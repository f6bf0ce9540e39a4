import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { exists, readRegular, readRegularSync, whyUnreadable } from '../base/files.ts';
import { isObject, parsedJson } from '../base/json.ts';
import { shownPath, typedPath, type Whereabouts } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import type { ImportRequest, ImportResult } from '../flow/import.ts';
import { importTemplate } from '../import/import.ts';
import type { GivenValues } from '../import/scope.ts';
import { isTemplate, packerFile } from '../packer/folder-files.ts';
import type { Decisions } from '../questions/question.ts';
import {
	attributeOf,
	type TemplateBlock,
	type TemplateExpression,
	type TemplateItem,
} from '../reader/document.ts';
import { readHcl, type SourceFile } from '../reader/hcl.ts';
import { readLegacy } from '../reader/legacy.ts';
import type { Told } from '../recipe/told.ts';
import { readDecisions } from './presets.ts';
import { ourFiles } from './rendered-files.ts';

const another = 'Name a template or its folder: packer-wizard new --from <path>';

const refuse = (message: string, reason: string, next: readonly string[] = [another]): Problem =>
	new Problem(message, { reason, next, exitCode: exitCodes.usage });

const readText = async (file: string, whereabouts: Whereabouts): Promise<SourceFile> => {
	const shown = shownPath(file, whereabouts);
	try {
		return { file: shown, text: (await readRegular(file)).toString() };
	} catch (error) {
		throw refuse(`${shown} cannot be read.`, whyUnreadable(error));
	}
};

/** The files of a template: one, or all of a folder that Packer reads there, and its folder. */
type TemplateFiles = {
	readonly files: readonly string[];
	readonly values: readonly string[];
	readonly folder: string;
};

const filesAt = async (typed: string, whereabouts: Whereabouts): Promise<TemplateFiles> => {
	const place = typedPath(typed, whereabouts);
	const shown = shownPath(place, whereabouts);
	const found = await stat(place).catch((error: unknown) => {
		throw refuse(`${shown} cannot be imported.`, whyUnreadable(error));
	});
	if (!found.isDirectory()) {
		return { files: [place], values: [], folder: path.dirname(place) };
	}

	const names = (await readdir(place)).toSorted();
	const templates = names.filter(isTemplate);
	const values = names.filter(name => /values$/.test(packerFile(name) ?? ''));
	const legacy = names.filter(name => name.endsWith('.json') && packerFile(name) === undefined);
	const candidates = templates.length > 0 ? templates : [];
	if (candidates.length === 0 && legacy.length === 1) {
		return { files: legacy.map(name => path.join(place, name)), values: [], folder: place };
	}

	if (candidates.length === 0) {
		throw refuse(
			`${shown} holds no template.`,
			legacy.length > 1
				? `Several files there can be one: ${legacy.join(', ')}`
				: 'A template is a file *.pkr.hcl, or a JSON file with builders in it.',
			legacy.length > 1
				? legacy.map(name => `Take one: packer-wizard new --from ${path.join(shown, name)}`)
				: undefined,
		);
	}

	const inPlace = (name: string): string => path.join(place, name);
	return { files: candidates.map(inPlace), values: values.map(inPlace), folder: place };
};

const readTemplate = (source: SourceFile): Promise<readonly TemplateItem[]> => {
	const { file, text } = source;
	if (file.endsWith('.pkr.json')) {
		throw refuse(
			`${file} is HCL in the form of JSON.`,
			'Only the older JSON with builders in it, and HCL itself, can be imported.',
			['Write it as HCL: a file *.pkr.hcl'],
		);
	}

	const isJson = file.endsWith('.json') || /^\s*\{/.test(text.replace(/^\ufeff/, ''));
	const data = isJson ? parsedJson(text) : undefined;
	if (isObject(data) && typeof data['version'] === 'number' && isObject(data['base'])) {
		throw refuse(`${file} is a recipe of packer-wizard, no template.`, 'It needs no import.', [
			`Build it, or change it: packer-wizard run ${file}`,
		]);
	}

	return isJson ? readLegacy(source) : readHcl(source);
};

const valuesIn = async (
	file: string,
	whereabouts: Whereabouts,
): Promise<readonly (readonly [string, TemplateExpression | string])[]> => {
	const source = await readText(file, whereabouts);
	if (!source.file.endsWith('.json')) {
		return (await readHcl(source)).flatMap(item =>
			item.kind === 'attribute' ? [[item.name, item.expression] as const] : [],
		);
	}

	const data = parsedJson(source.text);
	if (!isObject(data)) {
		throw refuse(
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
	const [item] = await readHcl({ file: origin, text: `value = ${text}\n` });
	if (item?.kind !== 'attribute') {
		throw refuse(`${origin} gives a value that cannot be read.`, text);
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
const givenValues = async (
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
			throw refuse(
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

/** What we wrote ourselves has its recipe beside it: that says all, but for what somebody changed since. */
const ownRecipe = async (
	{ folder }: TemplateFiles,
	whereabouts: Whereabouts,
): Promise<{ readonly decisions: Decisions; readonly told: readonly Told[] } | undefined> => {
	const file = path.join(folder, 'recipe.json');
	if (!(await exists(file))) {
		return undefined;
	}

	const { recipe, elsewhere } = await readDecisions(file, whereabouts);
	const decisions: Decisions = { recipe, folder: null, ...(elsewhere && { elsewhere }) };
	const ours = await ourFiles(decisions, whereabouts).catch((error: unknown) => {
		if (error instanceof Problem) {
			return undefined;
		}

		throw error;
	});
	const changed: string[] = [];
	for (const name of new Set((ours ?? []).map(({ path: inFolder }) => inFolder))) {
		const text = await readRegular(path.join(folder, name)).then(String, () => undefined);
		if (text !== undefined && !ours?.some(one => one.path === name && one.content === text)) {
			changed.push(name);
		}
	}

	return {
		decisions,
		told: [
			{
				fate: 'taken',
				name: 'recipe.json',
				at: 'recipe.json:1',
				text: 'packer-wizard wrote this folder: all answers are in it',
			},
			...(ours
				? []
				: [
						{
							fate: 'not',
							name: 'the other files',
							at: 'recipe.json:1',
							text: 'files that the recipe names are gone, so nobody can tell what was changed there by hand',
						} as const,
					]),
			...changed.map(
				(name): Told => ({
					fate: 'not',
					name,
					at: `${name}:1`,
					text: 'it was changed by hand since: what was changed stays in that folder alone',
				}),
			),
		],
	};
};

const filesOf: Parameters<typeof importTemplate>[0]['files'] = {
	read: file => {
		try {
			return readRegularSync(file);
		} catch {
			return undefined;
		}
	},
	exists: file => {
		try {
			readRegularSync(file);
			return true;
		} catch (error) {
			return error instanceof Error && 'code' in error && error.code === 'EISDIR';
		}
	},
};

/**
 * Reads a template that somebody wrote, or a folder of such, as answers, and tells what became of each part.
 * @throws Problem (exit 2) if it cannot be read, with line and column, or makes no image that can be imported.
 */
export const readTemplateAsAnswers = async (
	request: ImportRequest,
	whereabouts: Whereabouts,
): Promise<ImportResult> => {
	const found = await filesAt(request.template, whereabouts);
	const template = shownPath(typedPath(request.template, whereabouts), whereabouts);
	const own = await ownRecipe(found, whereabouts);
	if (own) {
		return { decisions: { ...own.decisions, imported: { template, told: own.told } }, open: [] };
	}

	const sources = await Promise.all(found.files.map(file => readText(file, whereabouts)));
	const items = (await Promise.all(sources.map(readTemplate))).flat();
	const values = await givenValues(request, items, found.values, whereabouts);
	const imported = importTemplate({
		items,
		given: { values, environment: whereabouts.environment, folder: found.folder, cwd: whereabouts.cwd },
		files: filesOf,
		origin: template,
		source: request.source,
	});
	return 'choices' in imported
		? imported
		: {
				decisions: { recipe: imported.recipe, folder: null, imported: { template, told: imported.told } },
				open: imported.open,
			};
};
