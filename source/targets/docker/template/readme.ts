import { resolveBase } from '../../../recipe/base.ts';
import { chosenBundles, needsToken } from '../../../recipe/bundles.ts';
import { packagesOf } from '../../../recipe/packages.ts';
import { neededPlugins } from '../../../template/plugins.ts';
import { needsInit, type PackerProfile, pluginInstall } from '../../../template/profile.ts';
import { installedLines, plain, shell, textList } from '../../../template/readme.ts';
import { shellQuote } from '../../../template/shell.ts';
import { tokenVariable } from '../../../template/ways/way.ts';
import { type DockerRecipe, imageNames, repositoryOf, startImage } from '../recipe/image.ts';
import { ecrRegistry, readReference } from '../recipe/reference.ts';
import { runContainer } from './run-line.ts';

const aboutLines = (recipe: DockerRecipe): readonly string[] => {
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
		`From these files Packer makes a container image on this computer, by Docker or Podman: ${resolveBase(recipe).title}${inIt}, from \`${startImage(recipe)}\`.`,
		'They work without packer-wizard, which wrote them from the answers in `recipe.json`.',
	];
};

const buildLines = (recipe: DockerRecipe, profile: PackerProfile): readonly string[] => [
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
	'Packer calls a program `docker`: with Podman the package podman-docker brings one, and packer-wizard needs none.',
	...(needsInit(profile)
		? []
		: [`From Packer 1.10 on, \`${pluginInstall(neededPlugins(recipe))}\` comes first.`]),
];

const pushLines = (recipe: DockerRecipe): readonly string[] => {
	const repository = repositoryOf(recipe);
	const registry = readReference(repository)?.registry ?? 'docker.io';
	return recipe.docker.push
		? [
				'',
				`Then it is pushed to \`${registry}\`, ${
					ecrRegistry(repository) === undefined
						? `as who is logged in there: \`docker login ${registry}\`.`
						: 'by the sign-in to AWS that is found.'
				}`,
			]
		: [];
};

const runLines = (recipe: DockerRecipe): readonly string[] => [
	'',
	'## Start a container',
	'',
	...shell(
		runContainer('docker', recipe, imageNames(recipe)[0] ?? '')
			.map(shellQuote)
			.join(' '),
	),
	...(recipe.docker.export === undefined
		? []
		: ['', `\`${recipe.docker.export}\` holds the image for other computers: \`docker load\` reads it.`]),
];

/** What lies in the folder of a container image, and what to do with it: Markdown. */
export const dockerReadme = (recipe: DockerRecipe, profile: PackerProfile): string =>
	`${[
		...aboutLines(recipe),
		...installedLines(recipe),
		...buildLines(recipe, profile),
		...pushLines(recipe),
		...runLines(recipe),
	].join('\n')}\n`;
