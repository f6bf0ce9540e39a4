import { chosenBundles } from '../recipe/bundles.ts';
import { packageSystem } from '../recipe/packages.ts';
import { recipeText } from '../recipe/read.ts';
import type { Recipe, TargetId } from '../recipe/schema.ts';
import { mainFile } from '../recipe/style.ts';
import { makes } from '../recipe/targets.ts';
import { bootScript } from '../targets/aws/template/boot.ts';
import { gruntworkText } from '../targets/aws/template/gruntwork/template.ts';
import { imageText } from '../targets/aws/template/image.ts';
import { policyText } from '../targets/aws/template/policy.ts';
import { awsReadme } from '../targets/aws/template/readme.ts';
import { terraformFiles } from '../targets/aws/template/terraform/files.ts';
import { awsInputs } from '../targets/aws/template/variables.ts';
import { asContainer } from '../targets/docker/recipe/image.ts';
import { dockerFiles } from '../targets/docker/template/files.ts';
import { dockerReadme } from '../targets/docker/template/readme.ts';
import { dockerInputs } from '../targets/docker/template/variables.ts';
import { bundleFileContents } from './bundle-files.ts';
import { policyName, readmeName, type TemplateFile, userDataName } from './files.ts';
import { hclText } from './hcl.ts';
import { pluginItems } from './plugins.ts';
import type { PackerProfile } from './profile.ts';
import { type ReadmePart, readmeText } from './readme.ts';
import { stepScript } from './scripts.ts';
import { hasScript, provisioningSteps } from './steps.ts';
import { type Variable, variablesText } from './variables.ts';

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

/** Gruntwork's templates have all in one file. */
const isOneFile = (recipe: Recipe): boolean => makes(recipe, 'aws') && recipe.aws.style === 'gruntwork';

const usualFiles = (recipe: Recipe, { profile, scripts }: RenderOptions): TemplateFile[] => [
	file(mainFile(recipe), imageText(recipe, profile)),
	...provisioningSteps(recipe)
		.filter(hasScript)
		.map(step => file(step.script, stepScript(step, packageSystem(recipe), scripts), true)),
	...chosenBundles(recipe).flatMap(bundle =>
		bundleFileContents(bundle, scripts).map(([path, content]) => file(path, content)),
	),
];

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
	...(isOneFile(recipe) ? gruntworkFiles(recipe, options) : usualFiles(recipe, options)),
	file(userDataName, bootScript(recipe), true),
	...policyFiles(recipe),
	...terraformFiles(recipe),
];

/** What each target brings to a folder. */
const parts: Readonly<
	Record<
		TargetId,
		{
			readonly inputs: (recipe: Recipe, profile: PackerProfile) => readonly Variable[];
			readonly files: (recipe: Recipe, options: RenderOptions) => readonly TemplateFile[];
			readonly readme: (recipe: Recipe) => ReadmePart;
		}
	>
> = {
	aws: { inputs: awsInputs, files: awsFiles, readme: awsReadme },
	docker: {
		inputs: recipe => dockerInputs(asContainer(recipe)),
		files: (recipe, { profile, scripts }) => dockerFiles(asContainer(recipe), profile, scripts),
		readme: recipe => dockerReadme(asContainer(recipe)),
	},
};

/** The plugins and the variables of all that is made. */
const commonFiles = (recipe: Recipe, { profile }: RenderOptions): readonly TemplateFile[] => {
	const plugins = pluginItems(recipe, profile);
	const inputs = recipe.targets.flatMap(target => parts[target].inputs(recipe, profile));
	return [
		...(plugins.length > 0 ? [file('plugins.pkr.hcl', hclText(plugins))] : []),
		file('variables.pkr.hcl', variablesText(inputs)),
	];
};

/** Each file once: what is made in one build shares its scripts. */
const withoutRepeats = (files: readonly TemplateFile[]): readonly TemplateFile[] =>
	files.filter(({ path }, index) => files.findIndex(other => other.path === path) === index);

/**
 * The files of a Recipe, for a span of Packer's versions. They work without packer-wizard.
 * @throws Problem (exit 2) if a script file of the person is not among the scripts.
 */
export const renderTemplate = (recipe: Recipe, options: RenderOptions): readonly TemplateFile[] =>
	withoutRepeats([
		...(isOneFile(recipe) ? [] : commonFiles(recipe, options)),
		...recipe.targets.flatMap(target => parts[target].files(recipe, options)),
		recipeFile(recipe),
		file(
			readmeName,
			readmeText(
				recipe,
				options.profile,
				recipe.targets.map(target => parts[target].readme(recipe)),
			),
		),
	]);
