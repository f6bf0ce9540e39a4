import { makesSeveral } from '../../../recipe/targets.ts';
import { type ReadmePart, shell } from '../../../template/readme.ts';
import { shellQuote } from '../../../template/shell.ts';
import { type DockerRecipe, imageNames, repositoryOf, startImage } from '../recipe/image.ts';
import { ecrRegistry, readReference } from '../recipe/reference.ts';
import { runContainer } from './run-line.ts';

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

/** What a README says of the container image. */
export const dockerReadme = (recipe: DockerRecipe): ReadmePart => ({
	made: 'a container image on this computer, by Docker or Podman',
	from: `${makesSeveral(recipe) ? '; the container image is' : ','} from \`${startImage(recipe)}\``,
	build: [
		'Packer calls a program `docker`: with Podman the package podman-docker brings one, and packer-wizard needs none.',
	],
	use: [...pushLines(recipe), ...runLines(recipe)],
});
