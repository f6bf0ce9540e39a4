import type { DockerRecipe } from '../recipe/image.ts';

/**
 * The command that starts a container of an image: words.
 * @param engine `docker` or `podman`.
 */
export const runContainer = (engine: string, { docker }: DockerRecipe, image: string): readonly string[] => {
	const isShell = docker.entrypoint === undefined && docker.command === undefined;
	return [
		engine,
		'run',
		'--rm',
		...(isShell ? ['-it'] : []),
		...docker.ports.flatMap(port => ['-p', `${port.replace(/\/.*/, '')}:${port}`]),
		image,
	];
};
