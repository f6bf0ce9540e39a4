import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readRegularSync } from '../../base/files.ts';
import { parsedJson } from '../../base/json.ts';
import type { Environment } from '../../base/paths.ts';
import { packerFile } from '../../packer/folder-files.ts';
import { variableNames } from '../../template/variables.ts';
import { hclAttributes, hclBlocks, hclFileAttributes, hclValue } from './hcl-blocks.ts';
import { type HclText, hclTexts, templateTexts } from './hcl-strings.ts';
import { jsonMembers } from './template-steps.ts';

/** What a template or a file of values says of a variable or a local. */
type Said = {
	/** `var.name`, `local.name`. */
	readonly address: string;
	readonly sensitive: boolean;
	readonly texts: readonly HclText[];
	/** The addresses that the value is made of. */
	readonly from: readonly string[];
	/** The variables of the environment that it is read from. */
	readonly environment: readonly string[];
};

const addresses = (expression: string): readonly string[] =>
	[...expression.matchAll(/\b(?:var|local)\.[\p{L}_][\p{L}\p{N}_-]*/gu)].map(([address]) => address);

const reading = /\benv\(\s*"([^"]+)"\s*\)/g;

const environmentNames = (expression: string): readonly string[] =>
	[...expression.matchAll(reading)].map(([, name = '']) => name);

/** What our own templates say openly stays readable, even where a secret is made of it: the region, the name. */
const open = new Set<string>(
	Object.values(variableNames)
		.filter(name => name !== variableNames.token)
		.map(name => `var.${name}`),
);

const saidOf = (address: string, sensitive: boolean, expression: string): Said => ({
	address,
	sensitive,
	texts: hclTexts(expression.replaceAll(reading, '')),
	from: addresses(expression),
	environment: environmentNames(expression),
});

const isTrue = (expression: string | undefined): boolean => /^\s*"?true\b/.test(expression ?? '');

const saidInHcl = (text: string): readonly Said[] =>
	hclBlocks(text).flatMap(block => {
		const values = hclAttributes(text, block).map(
			attribute => [attribute.name, hclValue(text, attribute)] as const,
		);
		const named = Object.fromEntries(values);
		const [name = ''] = block.labels;
		switch (block.type) {
			case 'variable':
				return saidOf(`var.${name}`, isTrue(named['sensitive']), named['default'] ?? '');
			case 'local':
				return saidOf(`local.${name}`, isTrue(named['sensitive']), named['expression'] ?? '');
			case 'locals':
				return values.map(([local, expression]) => saidOf(`local.${local}`, false, expression));
			default:
				return [];
		}
	});

const saidInHclValues = (text: string): readonly Said[] =>
	hclFileAttributes(text).map(attribute => saidOf(`var.${attribute.name}`, false, hclValue(text, attribute)));

/** All strings and numbers in a value of JSON, as templates; keys are none of them. */
const jsonStrings = (value: unknown): readonly string[] =>
	typeof value === 'string'
		? [value]
		: typeof value === 'number'
			? [String(value)]
			: typeof value === 'object' && value !== null
				? Object.values(value).flatMap(jsonStrings)
				: [];

const saidOfJson = (address: string, sensitive: unknown, value: unknown): Said => {
	const strings = jsonStrings(value);
	return {
		address,
		sensitive: sensitive === true || sensitive === 'true',
		texts: strings.flatMap(templateTexts),
		from: strings.flatMap(addresses),
		environment: strings.flatMap(environmentNames),
	};
};

const saidInJson = (data: unknown): readonly Said[] =>
	jsonMembers(data).flatMap(([kind, value]) =>
		jsonMembers(value).flatMap(([name, body]) => {
			const { sensitive, ...rest } = Object.fromEntries(jsonMembers(body));
			switch (kind) {
				case 'variable':
					return saidOfJson(`var.${name}`, sensitive, rest['default']);
				case 'local':
					return saidOfJson(`local.${name}`, sensitive, rest['expression']);
				case 'locals':
					return saidOfJson(`local.${name}`, false, body);
				default:
					return [];
			}
		}),
	);

const saidInJsonValues = (data: unknown): readonly Said[] =>
	jsonMembers(data).map(([name, value]) => saidOfJson(`var.${name}`, false, value));

const saidIn = (name: string, text: string): readonly Said[] => {
	switch (packerFile(name)) {
		case 'hcl':
			return saidInHcl(text);
		case 'hcl-values':
			return saidInHclValues(text);
		// What is no JSON Packer will complain about.
		case 'json':
			return saidInJson(parsedJson(text));
		case 'json-values':
			return saidInJsonValues(parsedJson(text));
		default:
			return [];
	}
};

const saidInFolder = (folder: string): readonly Said[] =>
	readdirSync(folder)
		.filter(packerFile)
		.flatMap(name => {
			try {
				return saidIn(name, readRegularSync(path.join(folder, name)));
			} catch {
				// What we cannot read, Packer cannot read either.
				return [];
			}
		});

/** The addresses of what is sensitive, and of all that its values are made of. */
const sensitiveAddresses = (said: readonly Said[]): ReadonlySet<string> => {
	const found = new Set(said.flatMap(({ address, sensitive }) => (sensitive ? [address] : [])));
	// A set is walked to its end, what is added on the way included.
	for (const address of found) {
		for (const { from } of said.filter(candidate => candidate.address === address)) {
			for (const other of from.filter(candidate => !open.has(candidate))) {
				found.add(other);
			}
		}
	}

	return found;
};

/** Parts of a value are hidden if they are too long to occur everywhere by chance. */
const longPart = 8;

/** What a template declares to be sensitive. */
export type Sensitive = {
	/** As far as the files tell them without being evaluated. */
	readonly values: readonly string[];
	/** The variables of the environment that hold more of them: `PKR_VAR_password`. */
	readonly names: readonly string[];
};

/**
 * What the template in a folder declares to be sensitive, whatever it is called. Packer reads the value of a variable
 * from its default, from `PKR_VAR_…` and from `*.auto.pkrvars.*`, and may hide none of them: up to 1.15.0 its
 * machine-readable output shows them all.
 */
export const sensitiveIn = (folder: string, environment: Environment): Sensitive => {
	const said = saidInFolder(folder);
	const addresses = sensitiveAddresses(said);
	const meant = said.filter(({ address }) => addresses.has(address));
	const names = [
		...[...addresses].map(address => address.replace(/^var\./, 'PKR_VAR_')),
		...meant.flatMap(one => one.environment),
	].filter(name => environment[name]);
	// A list or a map is handed over as an expression.
	const handedOver = names.flatMap(name =>
		/^\s*[[{]/.test(environment[name] ?? '') ? hclTexts(environment[name] ?? '') : [],
	);
	return {
		values: [...meant.flatMap(one => one.texts), ...handedOver].flatMap(({ text, whole }) =>
			whole || text.length >= longPart ? [text] : [],
		),
		names: [...new Set(names)],
	};
};
