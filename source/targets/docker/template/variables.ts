import { chosenBundles, needsToken } from '../../../recipe/bundles.ts';
import { needsRegion } from '../../../template/bundle-script.ts';
import { list, text } from '../../../template/hcl.ts';
import { githubToken, secretInputs, type Variable, variableNames } from '../../../template/variables.ts';
import { type DockerRecipe, repositoryOf, startImage } from '../recipe/image.ts';

/** The names of the variables of a container image, as they stand after `var.`. */
export const dockerVariables = {
	image: 'base_image',
	repository: 'repository',
	tags: 'image_tags',
} as const;

/** Some bundles fetch what they install from the region of the servers. */
const bundleRegion = ({ aws: { region } }: DockerRecipe): Variable => ({
	name: variableNames.region,
	description: 'The region of AWS from which bundles are installed.',
	value: text(region),
});

/** What changes between builds of a container image. */
export const dockerInputs = (recipe: DockerRecipe): readonly Variable[] => [
	{
		name: dockerVariables.image,
		description: 'The container image to start from.',
		value: text(startImage(recipe) ?? ''),
	},
	{
		name: dockerVariables.repository,
		description: 'What the image is called, without a tag.',
		value: text(repositoryOf(recipe)),
	},
	{
		name: dockerVariables.tags,
		description: 'Its tags.',
		type: 'list(string)',
		value: list(recipe.docker.tags.map(text)),
	},
	...(chosenBundles(recipe).some(needsRegion) ? [bundleRegion(recipe)] : []),
	...(needsToken(recipe) ? [githubToken] : []),
	...secretInputs(recipe),
];
