import { resolveBase } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';
import { buildTag, imageTags } from '../../../recipe/tags.ts';
import {
	attribute,
	block,
	code,
	comment,
	emptyLine,
	hclText,
	type Item,
	list,
	map,
	merged,
	text,
} from '../../../template/hcl.ts';
import { keptBlocks, keptInBuild } from '../../../template/kept.ts';
import { neededPlugins } from '../../../template/plugins.ts';
import { needsInit, type PackerProfile, pluginInstall } from '../../../template/profile.ts';
import { provisionerItems, runItems, scriptFile } from '../../../template/provisioners.ts';
import { provisioningSteps } from '../../../template/steps.ts';
import { variableNames as names, variable } from '../../../template/variables.ts';
import { sourceBlock } from './source.ts';

/** What stands above a template: what it makes, and how it is built. */
export const heading = (
	recipe: Recipe,
	profile: PackerProfile,
	path = '.',
	more: readonly string[] = [],
): Item =>
	comment(
		`The AMI ${recipe.name}: ${resolveBase(recipe).title}, ${recipe.base.architecture}.`,
		...more,
		...(needsInit(profile)
			? [`Build it from this folder: packer init ${path} && packer build ${path}`]
			: [
					`Build it from this folder: packer build ${path}`,
					`From Packer 1.10 on, first: ${pluginInstall(neededPlugins(recipe))}`,
				]),
	);

/** The tags of what a build starts, as a local. */
export const runTagsItems = (recipe: Recipe): Item[] => [
	comment(
		'What the build starts has these from the first moment, which an organisation can demand, and the id of the build,',
		'so that nothing is left behind unnoticed.',
	),
	attribute(
		'run_tags',
		map({
			...Object.fromEntries(Object.entries(recipe.tags).map(([key, value]) => [key, text(value)])),
			[buildTag]: variable(names.build),
		}),
	),
];

const locals = (recipe: Recipe): Item =>
	block('locals', [
		comment('An account can have only one AMI of a name, so the time makes each its own.'),
		attribute('ami_name', code(`"\${var.${names.name}}-\${formatdate("YYYYMMDDhhmmss", timestamp())}"`)),
		emptyLine,
		...runTagsItems(recipe),
		emptyLine,
		attribute(
			'tags',
			merged(
				map({
					[imageTags.name]: code('local.ami_name'),
					[imageTags.sourceAmi]: text('{{ .SourceAMIName }}'),
				}),
				code('local.run_tags'),
			),
		),
		emptyLine,
		...runItems(),
	]);

/**
 * The block that says how the AMI is made.
 * @param textsOf what says which script a step runs: the file of that name if missing.
 */
export const buildBlock = (recipe: Recipe, textsOf = scriptFile): Item =>
	block('build', [
		attribute('sources', list([text('source.amazon-ebs.image')])),
		emptyLine,
		...provisionerItems(recipe, provisioningSteps(recipe), textsOf),
		...keptInBuild(recipe),
	]);

/** The text of `image.pkr.hcl`: the AMI, and how it is made. */
export const imageText = (recipe: Recipe, profile: PackerProfile): string =>
	hclText([
		heading(recipe, profile),
		emptyLine,
		locals(recipe),
		emptyLine,
		sourceBlock(recipe, profile),
		...keptBlocks(recipe),
		emptyLine,
		buildBlock(recipe),
	]);
