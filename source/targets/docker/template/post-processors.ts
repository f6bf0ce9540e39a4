import { attribute, block, code, comment, emptyLine, type Item, text } from '../../../template/hcl.ts';
import { variable } from '../../../template/variables.ts';
import { type DockerRecipe, repositoryOf } from '../recipe/image.ts';
import { ecrRegistry } from '../recipe/reference.ts';
import { dockerVariables } from './variables.ts';

const pushItems = (recipe: DockerRecipe): readonly Item[] => {
	const registry = ecrRegistry(repositoryOf(recipe));
	return [
		emptyLine,
		comment(
			registry === undefined
				? 'To the registry that the name is of, as who is logged in there: docker login.'
				: 'To ECR, by the sign-in to AWS that is found; it is logged out again.',
		),
		block(
			'post-processor "docker-push"',
			registry === undefined
				? []
				: [attribute('ecr_login', code(true)), attribute('login_server', text(registry))],
		),
	];
};

/**
 * What is done with the image: its names, a file of it, and the registry, in this order, so that what is here is whole
 * when a registry refuses.
 */
export const postProcessors = (recipe: DockerRecipe): Item =>
	block('post-processors', [
		block('post-processor "docker-tag"', [
			attribute('repository', variable(dockerVariables.repository)),
			attribute('tags', variable(dockerVariables.tags)),
		]),
		...(recipe.docker.export === undefined
			? []
			: [
					emptyLine,
					comment('A file of it, for computers without that registry: docker load.'),
					block('post-processor "docker-save"', [attribute('path', text(recipe.docker.export))]),
				]),
		...(recipe.docker.push ? pushItems(recipe) : []),
	]);
