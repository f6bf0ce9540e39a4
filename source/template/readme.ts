import { packageOn } from '../catalog/packages/index.ts';
import { resolveBase } from '../recipe/base.ts';
import { chosenBundles, needsToken } from '../recipe/bundles.ts';
import { packageSystem, packagesOf } from '../recipe/packages.ts';
import type { Recipe } from '../recipe/schema.ts';
import { neededPlugins } from './plugins.ts';
import { needsInit, type PackerProfile, pluginInstall } from './profile.ts';
import { tokenVariable } from './ways/way.ts';

/** A text of the person's as Markdown shows it; a dash means something only where it is the first. */
const plain = (text: string): string => text.replaceAll(/^-|[\\`*_{}[\]()<>#+!|&~$]/g, '\\$&');

/** `a, b and c`. */
export const textList = (texts: readonly string[]): string =>
	[texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter(Boolean).join(' and ');

/** Lines for a shell. */
export const shell = (...lines: readonly string[]): readonly string[] => ['```sh', ...lines, '```'];

/** What a README says of one thing that is made. */
export type ReadmePart = {
	/** What Packer makes, and where: `a machine image (AMI) in eu-west-1`. */
	readonly made: string;
	/** What stands behind the system and what is in it. */
	readonly from?: string;
	/** What else has to be known to build it, a line each. */
	readonly build?: readonly string[];
	/** What is done with it, in sections. */
	readonly use: readonly string[];
};

/** The head of a README: what the folder is for. */
const aboutLines = (recipe: Recipe, parts: readonly ReadmePart[]): readonly string[] => {
	const bundles = chosenBundles(recipe)
		.filter(({ chosen }) => chosen)
		.map(({ bundle }) => bundle.title);
	const installed = [...bundles, ...packagesOf(recipe)];
	const inIt = installed.length === 0 ? '' : `, with ${textList(installed)}`;
	const made = textList(parts.map(part => part.made));
	const from = parts.map(part => part.from ?? '').join('');
	return [
		`# ${plain(recipe.name)}`,
		'',
		...(recipe.description === undefined || recipe.description === ''
			? []
			: [`${plain(recipe.description)}.`.replace(/\.\.$/, '.'), '']),
		`From these files Packer makes ${made}: ${plain(resolveBase(recipe).title)}${inIt}${from}.`,
		'They work without packer-wizard, which wrote them from the answers in `recipe.json`.',
	];
};

/** How the image is built. */
const buildLines = (
	recipe: Recipe,
	profile: PackerProfile,
	parts: readonly ReadmePart[],
): readonly string[] => [
	'',
	parts.length > 1 ? '## Build the images' : '## Build the image',
	'',
	...(needsToken(recipe)
		? [
				`Some of it lies in private repositories: \`${tokenVariable}\` has to hold a token of GitHub that may read them.`,
				'',
			]
		: []),
	...shell(...(needsInit(profile) ? ['packer init .'] : []), 'packer build .'),
	'',
	'or `packer-wizard run .`, which shows what happens.',
	...parts.flatMap(({ build = [] }) => build),
	...(needsInit(profile)
		? []
		: [`From Packer 1.10 on, \`${pluginInstall(neededPlugins(recipe))}\` comes first.`]),
];

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');

/** A package by the name that people know, with those that it is installed by where they differ. */
const packageRow = (recipe: Recipe, name: string): string => {
	const system = packageSystem(recipe);
	const { names = [name], topic, note } = packageOn(name, system) ?? {};
	const other = names.join() === name ? '' : ` as ${names.map(each => `\`${each}\``).join(', ')}`;
	const from = topic === undefined ? '' : ` from the topic ${topic} of amazon-linux-extras`;
	return row(name, `${system.manager}${other}${from}`, note ?? '');
};

/** What is installed, as a table; nothing if nothing is. */
const installedLines = (recipe: Recipe): readonly string[] => {
	// As the machine calls itself.
	const machine = recipe.base.architecture === 'arm64' ? 'aarch64' : recipe.base.architecture;
	const bundles = chosenBundles(recipe).map(({ bundle, version, chosen }) =>
		row(
			`${bundle.title} ${version || '(the newest)'}`,
			bundle.repository.replace('{machine}', machine),
			chosen ? '' : 'Others need it.',
		),
	);
	const packages = [...new Set(packagesOf(recipe))].map(name => packageRow(recipe, name));
	return bundles.length + packages.length === 0
		? []
		: [
				'',
				'## What is installed',
				'',
				'| what | where from | |',
				'| --- | --- | --- |',
				...bundles,
				...packages,
			];
};

/** What lies in the folder, and what to do with it, for who finds it: Markdown. */
export const readmeText = (recipe: Recipe, profile: PackerProfile, parts: readonly ReadmePart[]): string =>
	`${[
		...aboutLines(recipe, parts),
		...installedLines(recipe),
		...buildLines(recipe, profile, parts),
		...parts.flatMap(({ use }) => use),
	].join('\n')}\n`;
