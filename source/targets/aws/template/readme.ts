import { packageOn } from '../../../catalog/packages/index.ts';
import { resolveBase } from '../../../recipe/base.ts';
import { chosenBundles, needsToken } from '../../../recipe/bundles.ts';
import { keepsLine } from '../../../recipe/kept-lines.ts';
import { neededBesides, serverTags } from '../../../recipe/needs.ts';
import { packageSystem, packagesOf } from '../../../recipe/packages.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { policyName, readmeName, terraformFolder, userDataName } from '../../../template/files.ts';
import { neededPlugins } from '../../../template/plugins.ts';
import { needsInit, type PackerProfile, pluginInstall } from '../../../template/profile.ts';
import { tokenVariable } from '../../../template/ways/way.ts';
import { serverPermissions } from '../recipe/permissions.ts';
import { bundlesAtBoot } from './boot.ts';
import { serversMayAssume } from './policy.ts';
import { commandLines, profileCommands, runInstances, serverNeeds } from './servers.ts';

/** A text of the person's as Markdown shows it; a dash means something only where it is the first. */
const plain = (text: string): string => text.replaceAll(/^-|[\\`*_{}[\]()<>#+!|&~$]/g, '\\$&');

/** `a, b and c`. */
const textList = (texts: readonly string[]): string =>
	[texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter(Boolean).join(' and ');

/** Lines for a shell. */
export const shell = (...lines: readonly string[]): readonly string[] => ['```sh', ...lines, '```'];

/**
 * The head of a README: what the folder is for.
 * @param made what Packer makes of it, and where: `a machine image (AMI) in eu-west-1`.
 * @param from what stands behind the system and what is in it.
 */
export const aboutLines = (recipe: Recipe, made: string, from = ''): readonly string[] => {
	const bundles = chosenBundles(recipe)
		.filter(({ chosen }) => chosen)
		.map(({ bundle }) => bundle.title);
	const parts = [...bundles, ...packagesOf(recipe)];
	const inIt = parts.length === 0 ? '' : `, with ${textList(parts)}`;
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

/**
 * How the image is built.
 * @param more what else this target needs for it, a line each.
 */
export const buildLines = (
	recipe: Recipe,
	profile: PackerProfile,
	more: readonly string[] = [],
): readonly string[] => [
	'',
	'## Build the image',
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
	...more,
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
export const installedLines = (recipe: Recipe): readonly string[] => {
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

/** Who logs in: of an imported template maybe nobody before Packer runs knows it. */
const userText = (recipe: Recipe): string =>
	keepsLine(recipe.aws, 'ssh_username')
		? 'The user is the `ssh_username` of the template.'
		: `The user is \`${resolveBase(recipe).username}\`.`;

const serverLines = (recipe: Recipe): readonly string[] => {
	const { instanceProfile } = serverNeeds(recipe);
	const titles = bundlesAtBoot(recipe).map(({ bundle }) => bundle.title);
	return [
		'',
		'## Start a server',
		'',
		...shell(...commandLines(runInstances(recipe, { region: recipe.aws.region, ami: 'AMI' }, '.'))),
		'',
		'`AMI` stands for the id that the build tells at its end.',
		...serverTags(recipe).flatMap(({ value, standsFor }) =>
			standsFor === undefined ? [] : [`\`${value}\` stands for ${standsFor}.`],
		),
		`To log in by SSH with a key pair of yours, name it as well: \`--key-name NAME\`. ${userText(recipe)}`,
		...(titles.length === 0
			? []
			: [
					`\`${userDataName}\` runs as root when the server boots for the first time: without it ${textList(titles)} ${titles.length === 1 ? 'does' : 'do'} nothing there.`,
				]),
		...(instanceProfile === undefined
			? []
			: [`The instance profile \`${instanceProfile}\` lets the server do what stands below.`]),
		...(recipe.aws.terraform === undefined
			? []
			: [
					`Terraform and OpenTofu start servers by the files in \`${terraformFolder}\`, with all that they need: \`${terraformFolder}/${readmeName}\` says how.`,
				]),
	];
};

const needLines = (recipe: Recipe): readonly string[] => {
	const needs = neededBesides(recipe);
	return needs.length === 0
		? []
		: [
				'',
				'## What has to be there besides',
				'',
				...needs.map(({ bundle, what }) => `- ${bundle.title}: ${what}`),
			];
};

/** Whether the policy names the instance profile that it is for. */
const bindsToProfile = (recipe: Recipe): boolean =>
	serverPermissions(recipe).some(({ condition }) => condition?.key === 'ec2:InstanceProfile');

const permissionLines = (recipe: Recipe): readonly string[] => {
	const { instanceProfile } = serverNeeds(recipe);
	return instanceProfile === undefined
		? []
		: [
				'',
				'## What the server may do',
				'',
				`\`${policyName}\` allows what the image needs, and no more. These commands make the instance profile, once for the account:`,
				'',
				...shell(...profileCommands(recipe, instanceProfile, serversMayAssume(recipe)).flatMap(commandLines)),
				'',
				...(bindsToProfile(recipe)
					? [
							`It holds for servers with that profile: another name of it has to stand in \`${policyName}\`, too.`,
							'',
						]
					: []),
				'| for | allowed | why |',
				'| --- | --- | --- |',
				...serverPermissions(recipe).map(
					({ bundle, actions, why }) =>
						`| ${bundle.title} | ${actions.map(action => `\`${action}\``).join(', ')} | ${why} |`,
				),
			];
};

/** What lies in the folder, and what to do with it, for who finds it: Markdown. */
export const readmeText = (recipe: Recipe, profile: PackerProfile): string =>
	`${[
		...aboutLines(recipe, `a machine image (AMI) in ${recipe.aws.region}`),
		...installedLines(recipe),
		...buildLines(recipe, profile),
		...serverLines(recipe),
		...needLines(recipe),
		...permissionLines(recipe),
	].join('\n')}\n`;
