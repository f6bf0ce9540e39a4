import {
	attribute,
	block,
	code,
	comment,
	emptyLine,
	type Item,
	list,
	pluginText,
	text,
} from '../../../template/hcl.ts';
import { withKeptLines } from '../../../template/kept.ts';
import { variable } from '../../../template/variables.ts';
import { type DockerRecipe, startImage } from '../recipe/image.ts';
import { readReference } from '../recipe/reference.ts';
import { dockerVariables } from './variables.ts';

/** Instructions of a Dockerfile that say how containers of the image run: each takes one thing, as Podman wants it. */
const changesOf = ({
	docker: { entrypoint, command, user, folder, ports, labels, changes: others = [] },
}: DockerRecipe): readonly string[] => [
	...(entrypoint === undefined ? [] : [`ENTRYPOINT ${JSON.stringify(entrypoint)}`]),
	...(command === undefined ? [] : [`CMD ${JSON.stringify(command)}`]),
	...(user === undefined ? [] : [`USER ${user}`]),
	...(folder === undefined ? [] : [`WORKDIR ${folder}`]),
	...ports.map(port => `EXPOSE ${port}`),
	...Object.entries(labels).map(([key, value]) => `LABEL ${key}="${value}"`),
	...others,
];

/**
 * Packer starts the container with `/bin/sh` as its entry point, which stays in the image: Docker 20.10 and newer take none
 * back by `ENTRYPOINT []`. So where the image keeps its own, `/bin/sh` is given as the command.
 */
const runItems = ({ docker }: DockerRecipe): readonly Item[] =>
	docker.entrypoint === undefined
		? [
				comment('What it starts from keeps its entry point, which gets this shell while it builds.'),
				attribute('run_command', list(['-d', '-i', '-t', '--', '{{.Image}}', '/bin/sh'].map(text))),
			]
		: [];

/** Whether what it starts from is in no registry: Podman calls so what was made here. */
const isHere = (recipe: DockerRecipe): boolean =>
	readReference(startImage(recipe) ?? '')?.registry === 'localhost';

/** The block that says from what the container image is made, and what it says of itself. */
export const dockerSource = (recipe: DockerRecipe): Item => {
	const changes = changesOf(recipe);
	return block(
		'source "docker" "image"',
		withKeptLines(recipe.docker, [
			attribute('image', variable(dockerVariables.image)),
			...(isHere(recipe) ? [comment('It is on this computer only.'), attribute('pull', code(false))] : []),
			attribute('commit', code(true)),
			emptyLine,
			comment('Steps may do all, whoever runs the image later.'),
			attribute('exec_user', text('root')),
			...runItems(recipe),
			...(changes.length === 0 ? [] : [emptyLine, attribute('changes', list(changes.map(pluginText)))]),
		]),
	);
};
