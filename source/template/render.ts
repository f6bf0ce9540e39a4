import { chosenBundles } from '../recipe/bundles.ts';
import { packageSystem } from '../recipe/packages.ts';
import { recipeText } from '../recipe/read.ts';
import type { Recipe, TargetId } from '../recipe/schema.ts';
import { mainFile } from '../recipe/style.ts';
import { targetOf } from '../recipe/targets.ts';
import { bootScript } from '../targets/aws/template/boot.ts';
import { gruntworkText } from '../targets/aws/template/gruntwork/template.ts';
import { imageText } from '../targets/aws/template/image.ts';
import { policyText } from '../targets/aws/template/policy.ts';
import { readmeText } from '../targets/aws/template/readme.ts';
import { terraformFiles } from '../targets/aws/template/terraform/files.ts';
import { asContainer } from '../targets/docker/recipe/image.ts';
import { dockerFiles } from '../targets/docker/template/files.ts';
import { dockerReadme } from '../targets/docker/template/readme.ts';
import { bundleFileContents } from './bundle-files.ts';
import { policyName, readmeName, type TemplateFile, userDataName } from './files.ts';
import { hclText } from './hcl.ts';
import { pluginItems } from './plugins.ts';
import type { PackerProfile } from './profile.ts';
import { stepScript } from './scripts.ts';
import { hasScript, provisioningSteps } from './steps.ts';
import { variablesText } from './variables.ts';

export type RenderOptions = {
	readonly profile: PackerProfile;
	/** The contents of the person's own script files, by the path in the Recipe. */
	readonly scripts: Readonly<Record<string, string>>;
};

const file = (path: string, content: string, executable = false): TemplateFile => ({
	path,
	content,
	executable,
});

const usualFiles = (recipe: Recipe, { profile, scripts }: RenderOptions): TemplateFile[] => {
	const system = packageSystem(recipe);
	const plugin = pluginItems(recipe, profile);
	return [
		...(plugin.length > 0 ? [file('plugins.pkr.hcl', hclText(plugin))] : []),
		file('variables.pkr.hcl', variablesText(recipe, profile)),
		file(mainFile(recipe), imageText(recipe, profile)),
		...provisioningSteps(recipe)
			.filter(hasScript)
			.map(step => file(step.script, stepScript(step, system, scripts), true)),
		...chosenBundles(recipe).flatMap(bundle =>
			bundleFileContents(bundle, scripts).map(([path, content]) => file(path, content)),
		),
	];
};

const gruntworkFiles = (recipe: Recipe, { profile, scripts }: RenderOptions): TemplateFile[] => [
	file(mainFile(recipe), gruntworkText(recipe, profile, scripts, pluginItems(recipe, profile))),
];

/** The Recipe as it lies beside the template, without the reference to the schema of the place it came from. */
const recipeFile = ({ $schema: _, ...recipe }: Recipe): TemplateFile =>
	file('recipe.json', recipeText(recipe));

const policyFiles = (recipe: Recipe): TemplateFile[] => {
	const policy = policyText(recipe);
	return policy === undefined ? [] : [file(policyName, policy)];
};

/** The files of an AMI. */
const awsFiles = (recipe: Recipe, options: RenderOptions): readonly TemplateFile[] => [
	...(recipe.aws.style === 'gruntwork' ? gruntworkFiles(recipe, options) : usualFiles(recipe, options)),
	file(userDataName, bootScript(recipe), true),
	...policyFiles(recipe),
	...terraformFiles(recipe),
];

/** What makes the files of each target. */
const renderers: Readonly<
	Record<TargetId, (recipe: Recipe, options: RenderOptions) => readonly TemplateFile[]>
> = {
	aws: awsFiles,
	docker: (recipe, { profile, scripts }) => dockerFiles(asContainer(recipe), profile, scripts),
};

/** What lies in the folder, for who finds it. */
const readmes: Readonly<Record<TargetId, (recipe: Recipe, profile: PackerProfile) => string>> = {
	aws: readmeText,
	docker: (recipe, profile) => dockerReadme(asContainer(recipe), profile),
};

/**
 * The files of a Recipe, for a span of Packer's versions. They work without packer-wizard.
 * @throws Problem (exit 2) if a script file of the person is not among the scripts.
 */
export const renderTemplate = (recipe: Recipe, options: RenderOptions): readonly TemplateFile[] => [
	...renderers[targetOf(recipe)](recipe, options),
	recipeFile(recipe),
	file(readmeName, readmes[targetOf(recipe)](recipe, options.profile)),
];
