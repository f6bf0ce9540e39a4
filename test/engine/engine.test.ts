import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { identityOf } from '../../source/builds/supervisor/process.ts';
import { engineTitle, findEngine, startEngine } from '../../source/engine/engine.ts';
import { makePerson, type Person } from '../helpers/program.ts';

const info = `echo '{"Architecture":"x86_64"}'`;

/** A person with the engines that are given, as shell scripts: both, or those of this machine are found. */
const makePersonWith = async (engines: Readonly<Record<string, string>>): Promise<Person> => {
	const person = await makePerson();
	const bin = path.join(person.home, 'engines');
	await mkdir(bin);
	for (const [name, script] of Object.entries(engines)) {
		await writeFile(path.join(bin, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
	}

	return { ...person, environment: { ...person.environment, PATH: `${bin}:${person.environment['PATH']}` } };
};

const find = ({ environment, folder }: Person, milliseconds: number) =>
	findEngine(environment, folder, { milliseconds });

test('an engine that is slow is waited for, and is one', async () => {
	const person = await makePersonWith({ docker: `sleep 1; ${info}`, podman: 'exit 1' });
	expect((await find(person, 20_000)).engine).toMatchObject({ program: 'docker', architecture: 'x86_64' });
});

test('Docker and Podman are told apart, whatever they are called', async () => {
	const podman = `echo '{"host":{"arch":"amd64"}}'`;
	const titles = async (engines: Readonly<Record<string, string>>): Promise<string | undefined> => {
		const { engine } = await find(await makePersonWith(engines), 20_000);
		return engine && engineTitle(engine);
	};
	expect(await titles({ docker: info, podman })).toBe('Docker');
	expect(await titles({ docker: 'exit 1', podman })).toBe('Podman');
	expect(await titles({ docker: podman, podman })).toBe('Podman, called docker');
	// The client of Docker alone, without its daemon.
	expect(await titles({ docker: `echo '{"Architecture":""}'`, podman: 'exit 1' })).toBeUndefined();
});

test('an engine that hangs is named as that, with all that it started ended', async () => {
	const person = await makePersonWith({
		docker: 'sleep 61 & echo $! >"$HOME/child"; wait',
		podman: 'exit 1',
	});
	expect(await find(person, 1_000)).toMatchObject({
		isSilent: true,
		reason: 'docker did not answer within 1 seconds.',
	});
	const child = Number(await readFile(path.join(person.home, 'child'), 'utf8'));
	// Nobody but the machine's first process takes note of its end, and that may be slow: a process that is dead is gone.
	await expect.poll(() => identityOf(child)).toBeUndefined();
});

test('where one hangs and the other answers, it is the other, soon', async () => {
	const person = await makePersonWith({ docker: 'sleep 60', podman: info });
	const began = performance.now();
	expect((await find(person, 30_000)).engine).toMatchObject({ program: 'podman' });
	expect(performance.now() - began).toBeLessThan(20_000);
});

test('none is none, and a search is given up when it is told so', async () => {
	const person = await makePersonWith({ docker: 'exit 1', podman: 'exit 1' });
	expect(await find(person, 5_000)).toMatchObject({
		isSilent: false,
		reason: 'Neither Docker nor Podman answers.',
	});
	const slow = await makePersonWith({ docker: 'sleep 60', podman: 'sleep 60' });
	const signal = AbortSignal.timeout(300);
	const search = findEngine(slow.environment, slow.folder, { milliseconds: 50_000, signal });
	await expect(search).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('of an engine that is a script around another program all is ended', async () => {
	const person = await makePersonWith({ docker: 'sleep 62; echo after' });
	const { environment, folder } = person;
	const child = startEngine({ program: 'docker', environment, folder }, []);
	const closed = new Promise(resolve => child.once('close', resolve));
	await new Promise(resolve => child.once('spawn', resolve));
	child.endAll();
	expect(await closed).toBeNull();
});

test.each([
	// Docker 28.2.2 prints its own half on standard output, and why there is no other on standard error.
	[
		'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
		'docker is here, but you may not use it.',
		/usermod -aG docker/,
	],
	[
		'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
		'docker is here, but it does not run.',
		/systemctl start docker/,
	],
	['something else', 'Neither Docker nor Podman answers.', /^Install Docker or Podman\./],
])('%s: %s', async (said, reason, next) => {
	const person = await makePersonWith({
		docker: `echo '{"Architecture":""}'; echo '${said}' >&2; exit 1`,
		podman: 'exit 1',
	});
	const found = await find(person, 20_000);
	expect(found.reason).toBe(reason);
	expect(found.next?.join('\n')).toMatch(next);
});

test('where there is no program of an engine, that is said', async () => {
	const { environment, folder } = await makePerson();
	const found = await findEngine({ ...environment, PATH: folder }, folder, { milliseconds: 20_000 });
	expect(found).toMatchObject({ reason: 'There is neither Docker nor Podman on PATH.', isSilent: false });
});
