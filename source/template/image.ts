import { resolveBase } from '../recipe/base.ts';
import type { Recipe } from '../recipe/schema.ts';
import { needsRegion, regionVariable, tokenVariable } from './bundle-script.ts';
import { attribute, blank, block, code, comment, hclText, type Item, list, map, text } from './hcl.ts';
import { needsInit, type PackerProfile } from './profile.ts';
import { sourceBlock } from './source.ts';
import { type ProvisioningStep, provisioningSteps } from './steps.ts';
import { variableNames as names } from './variables.ts';

const heading = (recipe: Recipe, profile: PackerProfile): Item =>
	needsInit(profile)
		? comment(
				`The AMI ${recipe.name}: ${resolveBase(recipe).title}, ${recipe.base.architecture}.`,
				'Build it from this folder: packer init . && packer build .',
			)
		: comment(
				`The AMI ${recipe.name}: ${resolveBase(recipe).title}, ${recipe.base.architecture}.`,
				'Build it from this folder: packer build .',
				'From Packer 1.10 on, first: packer plugins install github.com/hashicorp/amazon',
			);

const locals = (recipe: Recipe): Item =>
	block('locals', [
		comment('An account can have only one AMI of a name, so the time makes each its own.'),
		attribute('ami_name', code(`"\${var.${names.name}}-\${formatdate("YYYYMMDDhhmmss", timestamp())}"`)),
		blank,
		attribute(
			'tags',
			map({
				Name: code('local.ami_name'),
				source_ami: text('{{ .SourceAMIName }}'),
				...Object.fromEntries(Object.entries(recipe.tags).map(([key, value]) => [key, text(value)])),
			}),
		),
	]);

const provisioner = (step: ProvisioningStep, explains: boolean): Item => {
	const environment = [
		...(step.bundle && needsRegion(step.bundle) ? [code(`"${regionVariable}=\${var.${names.region}}"`)] : []),
		...(step.needsToken ? [code(`"${tokenVariable}=\${var.${names.token}}"`)] : []),
	];
	return block('provisioner "shell"', [
		...(explains ? [comment('In a file the token cannot be seen in the list of processes.')] : []),
		attribute('script', code(`"\${path.root}/${step.script}"`)),
		...(environment.length === 0 ? [] : [attribute('environment_vars', list(environment))]),
		...(step.needsToken ? [attribute('use_env_var_file', code(true))] : []),
	]);
};

const build = (recipe: Recipe): Item => {
	const steps = provisioningSteps(recipe);
	const firstWithToken = steps.find(({ needsToken }) => needsToken);
	return block('build', [
		attribute('sources', list([text('source.amazon-ebs.image')])),
		...steps.flatMap(step => [blank, provisioner(step, step === firstWithToken)]),
	]);
};

/** The text of `image.pkr.hcl`: the AMI, and how it is made. */
export const imageText = (recipe: Recipe, profile: PackerProfile): string =>
	hclText([
		heading(recipe, profile),
		blank,
		locals(recipe),
		blank,
		sourceBlock(recipe, profile),
		blank,
		build(recipe),
	]);
