import { chosenBundles } from '../../../recipe/bundles.ts';
import { packageSystem } from '../../../recipe/packages.ts';
import { bundleFileContents } from '../../../template/bundle-files.ts';
import type { TemplateFile } from '../../../template/files.ts';
import { attribute, block, comment, emptyLine, hclText, list, text } from '../../../template/hcl.ts';
import { pluginItems } from '../../../template/plugins.ts';
import { needsInit, type PackerProfile } from '../../../template/profile.ts';
import { stepScript } from '../../../template/scripts.ts';
import { hasScript, type ProvisioningStep, provisioningSteps } from '../../../template/steps.ts';
import { provisionerItems, runItems } from '../../aws/template/image.ts';
import { type DockerRecipe, repositoryOf, startImage } from '../recipe/image.ts';
import { postProcessors } from './post-processors.ts';
import { prepareScript, tidyScript } from './scripts.ts';
import { dockerSource } from './source.ts';
import { dockerVariablesText } from './variables.ts';

const ownScripts: Readonly<Record<string, (recipe: DockerRecipe) => string>> = {
	prepare: () => prepareScript,
	tidy: tidyScript,
};

/** The text of a step's script: one of ours, which has no step of the person's and no bundle, or one of the Recipe. */
const scriptOf = (
	step: ProvisioningStep,
	recipe: DockerRecipe,
	scripts: Readonly<Record<string, string>>,
): string => {
	const own = step.step || step.bundle ? undefined : ownScripts[step.name];
	return own ? own(recipe) : stepScript(step, packageSystem(recipe), scripts);
};

const imageText = (recipe: DockerRecipe, profile: PackerProfile): string =>
	hclText([
		comment(
			`The container image ${repositoryOf(recipe)}, from ${startImage(recipe)}.`,
			`Build it from this folder: ${needsInit(profile) ? 'packer init . && ' : ''}packer build .`,
		),
		emptyLine,
		block('locals', runItems()),
		emptyLine,
		dockerSource(recipe),
		emptyLine,
		block('build', [
			attribute('sources', list([text('source.docker.image')])),
			emptyLine,
			...provisionerItems(recipe, provisioningSteps(recipe)),
			emptyLine,
			postProcessors(recipe),
		]),
	]);

/** The files of a Recipe that becomes a container image. */
export const dockerFiles = (
	recipe: DockerRecipe,
	profile: PackerProfile,
	scripts: Readonly<Record<string, string>>,
): readonly TemplateFile[] => {
	const plugin = pluginItems(recipe, profile);
	const file = (path: string, content: string, executable = false): TemplateFile => ({
		path,
		content,
		executable,
	});
	return [
		...(plugin.length > 0 ? [file('plugins.pkr.hcl', hclText(plugin))] : []),
		file('variables.pkr.hcl', dockerVariablesText(recipe)),
		file('image.pkr.hcl', imageText(recipe, profile)),
		...provisioningSteps(recipe)
			.filter(hasScript)
			.map(step => file(step.script, scriptOf(step, recipe, scripts), true)),
		...chosenBundles(recipe).flatMap(bundle =>
			bundleFileContents(bundle, scripts).map(([path, content]) => file(path, content)),
		),
	];
};
