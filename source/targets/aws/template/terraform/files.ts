import type { Recipe } from '../../../../recipe/schema.ts';
import { readmeName, type TemplateFile, terraformFolder } from '../../../../template/files.ts';
import {
	attribute,
	block,
	code,
	emptyLine,
	hclText,
	type Item,
	map,
	text,
} from '../../../../template/hcl.ts';
import { type Variable, variableBlock } from '../../../../template/variables.ts';
import { type Shape, shapeOf } from '../../recipe/terraform.ts';
import { gruntworkItems } from './gruntwork.ts';
import { type OpenBoot, openBoot } from './open-values.ts';
import { outputItems } from './outputs.ts';
import { bootTemplateName, imageItems, localItems, securityGroupItems, subnetItems } from './parts.ts';
import { plainItems } from './plain.ts';
import { terraformReadme } from './readme.ts';
import { roleItems } from './role.ts';
import { terraformVariables } from './variables.ts';

/** Modules that nobody changes any more were made for this version of the provider. */
const providerVersion = ({ kind }: Shape): string => (kind === 'elk' ? '~> 3.35' : '>= 5.40, < 7.0');

const versionItems = (shape: Shape): readonly Item[] => [
	block('terraform', [
		attribute('required_version', text('>= 1.3')),
		emptyLine,
		block('required_providers', [
			attribute('aws', map({ source: text('hashicorp/aws'), version: text(providerVersion(shape)) })),
		]),
	]),
	emptyLine,
	block('provider "aws"', [
		attribute('region', code('var.aws_region')),
		attribute('profile', code('var.aws_profile')),
	]),
];

const mainItems = (recipe: Recipe, shape: Shape, boot: OpenBoot): readonly Item[] => [
	...imageItems,
	emptyLine,
	...localItems(boot, shape),
	emptyLine,
	...subnetItems(shape),
	emptyLine,
	...(shape.kind === 'elk' ? [] : [...securityGroupItems(recipe, shape), emptyLine]),
	...roleItems(recipe, shape),
	...(shape.modules ? gruntworkItems(recipe, shape) : plainItems(recipe, shape)),
];

const variableItems = (variables: readonly Variable[]): readonly Item[] =>
	variables.flatMap((variable, index) => [...(index === 0 ? [] : [emptyLine]), variableBlock(variable)]);

/** The files with which Terraform or OpenTofu starts servers from the image; none if nobody asked for them. */
export const terraformFiles = (recipe: Recipe): readonly TemplateFile[] => {
	const { terraform } = recipe.aws;
	if (terraform === undefined) {
		return [];
	}

	const shape = shapeOf(terraform);
	const boot = openBoot(recipe);
	const variables = terraformVariables(recipe, shape, boot);
	const file = (name: string, content: string): TemplateFile => ({
		path: `${terraformFolder}/${name}`,
		content,
		executable: false,
	});
	return [
		file('versions.tf', hclText(versionItems(shape))),
		file('variables.tf', hclText(variableItems(variables))),
		file('main.tf', hclText(mainItems(recipe, shape, boot))),
		file('outputs.tf', hclText(outputItems(recipe, shape))),
		file(bootTemplateName, boot.template),
		file(readmeName, terraformReadme(recipe, shape, boot, variables)),
	];
};
