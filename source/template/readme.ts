import { resolveBase } from '../recipe/base.ts';
import { chosenBundles, needsToken } from '../recipe/bundles.ts';
import { neededBesides } from '../recipe/needs.ts';
import { serverPermissions } from '../recipe/permissions.ts';
import type { Recipe } from '../recipe/schema.ts';
import { bundlesAtBoot } from './boot.ts';
import { policyName, userDataName } from './files.ts';
import { serversMayAssume } from './policy.ts';
import { needsInit, type PackerProfile } from './profile.ts';
import { commandLines, profileCommands, runInstances, serverNeeds } from './servers.ts';
import { tokenVariable } from './ways/way.ts';

/** A text of the person's as Markdown shows it. */
const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]()<>#+!|&~$-]/g, '\\$&');

const list = (texts: readonly string[]): string =>
	[texts.slice(0, -1).join(', '), ...texts.slice(-1)].filter(Boolean).join(' and ');

const shell = (...lines: readonly string[]): readonly string[] => ['```sh', ...lines, '```'];

const aboutLines = (recipe: Recipe): readonly string[] => {
	const bundles = chosenBundles(recipe)
		.filter(({ chosen }) => chosen)
		.map(({ bundle }) => bundle.title);
	const inIt = bundles.length === 0 ? '' : `, with ${list(bundles)}`;
	return [
		`# ${plain(recipe.name)}`,
		'',
		...(recipe.description === undefined || recipe.description === ''
			? []
			: [`${plain(recipe.description)}.`.replace(/\.\.$/, '.'), '']),
		`From these files Packer makes a machine image (AMI) in ${recipe.region}: ${resolveBase(recipe).title}${inIt}.`,
		'They work without packer-wizard, which wrote them from the answers in `recipe.json`.',
	];
};

const buildLines = (recipe: Recipe, profile: PackerProfile): readonly string[] => [
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
];

const serverLines = (recipe: Recipe): readonly string[] => {
	const { instanceProfile } = serverNeeds(recipe);
	const titles = bundlesAtBoot(recipe).map(({ bundle }) => bundle.title);
	return [
		'',
		'## Start a server',
		'',
		...shell(...commandLines(runInstances(recipe, { region: recipe.region, ami: 'AMI' }, '.'))),
		'',
		'`AMI` stands for the id that the build tells at its end.',
		...(titles.length === 0
			? []
			: [
					`\`${userDataName}\` runs as root when the server boots for the first time: without it ${list(titles)} ${titles.length === 1 ? 'does' : 'do'} nothing there.`,
				]),
		...(instanceProfile === undefined
			? []
			: [`The instance profile \`${instanceProfile}\` lets the server do what stands below.`]),
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
		...aboutLines(recipe),
		...buildLines(recipe, profile),
		...serverLines(recipe),
		...needLines(recipe),
		...permissionLines(recipe),
	].join('\n')}\n`;
