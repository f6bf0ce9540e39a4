import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { dockerProgram } from '../../../source/engine/docker-program.ts';
import { defaultRecipe } from '../../../source/recipe/defaults.ts';
import type { Recipe } from '../../../source/recipe/schema.ts';
import { dockerSchema } from '../../../source/targets/docker/recipe/schema.ts';
import { renderTemplate } from '../../../source/template/render.ts';
import { needs } from '../../helpers/needs.ts';
import { makePerson, type Person, runProgram } from '../../helpers/program.ts';
import { startRegistry } from '../../helpers/registry.ts';
import { containerImage } from '../../setup/places.ts';
import { installedProfile, runToEnd, writeAll } from '../../template/packer.ts';

beforeEach(context => needs(context, 'packer', 'containers', 'registry'));

/** A person whose `docker` is Podman, as our program makes it for Packer. */
const withDocker = async (person: Person, more: Readonly<Record<string, string>> = {}) => {
	const bin = path.join(person.home, 'bin');
	await mkdir(bin, { recursive: true });
	await writeFile(path.join(bin, 'docker'), dockerProgram({ maker: 'Podman' }) ?? '');
	await chmod(path.join(bin, 'docker'), 0o755);
	const environment = {
		...person.environment,
		...more,
		PATH: `${bin}:${person.environment['PATH']}`,
	};
	return {
		environment,
		podman: async (...args: readonly string[]) => runToEnd('podman', args, { env: environment }),
	};
};

/** Builds a container image from one that is here already. */
const build = async (
	person: Person,
	docker: Readonly<Record<string, unknown>>,
	environment: NodeJS.ProcessEnv,
	recipe: Recipe,
) => {
	const target = dockerSchema.parse({ image: containerImage, ...docker });
	const made = { ...recipe, targets: ['docker' as const], docker: target };
	const files = renderTemplate(made, { profile: installedProfile(), scripts: {} });
	await writeAll(person.folder, files);
	return runToEnd('packer', ['build', '-color=false', person.folder], {
		env: environment,
		cwd: person.folder,
	});
};

test('nodejs becomes a container image that runs node, pushed to a registry and pulled again', async () => {
	const person = await makePerson();
	const registry = await startRegistry(person);
	const { podman } = await withDocker(person, registry.environment);
	const repository = `${registry.host}/ann/web`;
	const name = `${repository}:1.0`;
	const remove = () => podman('rmi', '--force', name, `${repository}:latest`);
	onTestFinished(async () => {
		await remove();
	});
	const label = "it's {x} #1 é";
	const run = (...words: readonly string[]) =>
		runProgram({ ...person, environment: { ...person.environment, ...registry.environment } }, words);
	const built = await run(
		...['run', 'nodejs', '--target', 'docker', '--container-image', containerImage, '--yes'],
		...['--repository', repository, '--image-tag', '1.0', '--image-tag', 'latest', '--push', 'yes'],
		...['--cmd', `node -p '"{{" + process.version + "}} " + "$HOME"'`, '--user', 'app', '--workdir', '/srv'],
		...['--port', '8080', '--port', '53/udp', '--label', `org.opencontainers.image.title=${label}`],
	);
	expect(built.code, built.stdout + built.stderr).toBe(0);
	// What it is, as the engine shows it.
	expect(built.stdout).toMatch(/^ {2}Size +\d+ MB in 2 layers, for \w+$/m);
	expect(built.stdout).toMatch(/^ {2}Pushed +\S+:1\.0\n +\S+:latest$/m);
	const shown = await run('builds', 'show', 'last');
	expect(shown.stdout).toMatch(/^Layers\n {2}\d+ MB +this build\n {2}\d+ MB +\S/m);
	const { containerImage: image } = JSON.parse((await run('builds', 'show', 'last', '--json')).stdout);
	expect(image.tags.toSorted()).toEqual([name, `${repository}:latest`]);
	const engines = JSON.parse((await podman('image', 'inspect', name)).output)[0];
	expect(image).toMatchObject({ id: engines.Id, size: engines.Size, layerCount: 2 });
	expect(engines.Config).toMatchObject({
		User: 'app',
		WorkingDir: '/srv',
		ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
		Labels: { 'org.opencontainers.image.title': label },
	});
	// Packer's docker plugin writes an empty one where there was none, which runs the command as none does.
	expect(engines.Config.Entrypoint ?? ['']).toEqual(['']);

	await remove();
	expect(await podman('image', 'exists', name)).toMatchObject({ code: 1 });
	const ran = await podman('run', '--rm', '--quiet', name);
	expect(ran.output).toMatch(/\{\{v\d+\.\d+\.\d+\}\} \$HOME\n$/);
	// The user is there, and what apt can fetch anew is not.
	const whoami = await podman('run', '--rm', name, 'sh', '-c', 'id -un; ls /var/lib/apt/lists');
	expect(whoami.output.trim()).toBe('app');
	// 200 MB are packed for the registry, which a busy computer does slowly.
}, 180_000);

/** An apt-get that knows one thing: how sudo, which lies aside, comes back. */
const aptGet = `#!/bin/sh
case "$*" in
	'update -qq' | clean) ;;
	'install -y -qq --no-install-recommends sudo ca-certificates') mv /srv/sudo /usr/bin/sudo ;;
	*) echo "apt-get $*?" >&2; exit 100 ;;
esac
`;

test('from an image without sudo and another user than root, with an entry point, and refused by a registry', async () => {
	const person = await makePerson();
	const registry = await startRegistry(person, { closed: true });
	const { environment, podman } = await withDocker(person, registry.environment);
	const bare = `localhost/pw-bare:${path.basename(person.home).toLowerCase()}`;
	const name = `${registry.host}/who:latest`;
	onTestFinished(async () => {
		await podman('rmi', '--force', name, bare);
	});
	await writeFile(path.join(person.home, 'apt-get'), aptGet, { mode: 0o755 });
	await writeFile(
		path.join(person.home, 'Containerfile'),
		`FROM ${containerImage}\nCOPY apt-get /usr/local/sbin/apt-get\nRUN mv /usr/bin/sudo /srv/sudo\nUSER ubuntu\nCMD ["/nowhere"]\n`,
	);
	expect(await podman('build', '--quiet', '--tag', bare, person.home)).toMatchObject({ code: 0 });
	const steps = [{ name: 'prepare', position: 'before' as const, inline: ['sudo id -un >/srv/who'] }];
	const built = await build(
		person,
		{
			image: bare,
			repository: `${registry.host}/who`,
			// What it starts from has a command of its own, which is none for this one.
			entrypoint: ['/bin/cat', '/srv/who'],
			export: 'who.tar',
			push: true,
		},
		environment,
		{ ...defaultRecipe(), steps },
	);
	expect(built.code).toBe(1);
	expect(built.output).toMatch(/unauthorized|authentication required/);
	// What is here is whole all the same.
	expect((await podman('run', '--rm', name)).output.trim()).toBe('root');
	const saved = await runToEnd('tar', ['-xOf', path.join(person.folder, 'who.tar'), 'manifest.json']);
	expect(saved.output).toContain(`"RepoTags":["${name}"]`);
}, 180_000);
