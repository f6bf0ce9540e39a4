import { chosenBundles } from '../../../recipe/bundles.ts';
import { packageSystem } from '../../../recipe/packages.ts';
import { makesSeveral, onlyFor } from '../../../recipe/targets.ts';
import { bundleFileContents } from '../../../template/bundle-files.ts';
import type { TemplateFile } from '../../../template/files.ts';
import { attribute, block, comment, emptyLine, hclText, list, text } from '../../../template/hcl.ts';
import { keptBlocks, keptInBuild } from '../../../template/kept.ts';
import { needsInit, type PackerProfile } from '../../../template/profile.ts';
import { provisionerItems, runItems } from '../../../template/provisioners.ts';
import { stepScript } from '../../../template/scripts.ts';
import { hasScript, type ProvisioningStep, provisioningSteps } from '../../../template/steps.ts';
import { type DockerRecipe, repositoryOf, startImage } from '../recipe/image.ts';
import { postProcessors } from './post-processors.ts';
import { prepareScript, tidyScript } from './scripts.ts';
import { dockerSource } from './source.ts';

/** What Packer calls the build. */
const containerBuild = 'docker.image';

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

/** The file that says how the container image is made: beside an AMI it has a name of its own. */
const containerFile = (recipe: DockerRecipe): string =>
	makesSeveral(recipe) ? 'container.pkr.hcl' : 'image.pkr.hcl';

const imageText = (recipe: DockerRecipe, profile: PackerProfile): string =>
	hclText([
		comment(
			`The container image ${repositoryOf(recipe)}, from ${startImage(recipe)}.`,
			...(makesSeveral(recipe)
				? [`It is made with the AMI, from the same scripts; alone: packer build -only=${containerBuild} .`]
				: [`Build it from this folder: ${needsInit(profile) ? 'packer init . && ' : ''}packer build .`]),
		),
		emptyLine,
		// They stand once in a folder.
		...(makesSeveral(recipe) ? [] : [block('locals', runItems()), emptyLine]),
		dockerSource(recipe),
		...keptBlocks(recipe),
		emptyLine,
		block('build', [
			attribute('sources', list([text(`source.${containerBuild}`)])),
			emptyLine,
			...provisionerItems(recipe, provisioningSteps(onlyFor(recipe, 'docker'))),
			emptyLine,
			postProcessors(recipe),
			...keptInBuild(recipe),
		]),
	]);

/** The files of a container image alone, beside what all images have. */
export const dockerFiles = (
	recipe: DockerRecipe,
	profile: PackerProfile,
	scripts: Readonly<Record<string, string>>,
): readonly TemplateFile[] => {
	const file = (path: string, content: string, executable = false): TemplateFile => ({
		path,
		content,
		executable,
	});
	return [
		file(containerFile(recipe), imageText(recipe, profile)),
		...provisioningSteps(onlyFor(recipe, 'docker'))
			.filter(hasScript)
			.map(step => file(step.script, scriptOf(step, recipe, scripts), true)),
		...chosenBundles(recipe).flatMap(bundle =>
			bundleFileContents(bundle, scripts).map(([path, content]) => file(path, content)),
		),
	];
};
