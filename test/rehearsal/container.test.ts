import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson, type Person } from '../helpers/program.ts';
import { findProgram } from '../setup/needs.ts';
import { containerImage } from '../setup/places.ts';
import { everything, leftovers, rehearse } from './helpers.ts';
import { build, ubuntu } from './packer-build.ts';
import { connect, execute, launch } from './ssh-client.ts';

beforeEach(context => needs(context, 'packer', 'containers'));

/** The containers of a person's rehearsals that are there, also such as have ended. */
const containersOf = (person: Person): readonly string[] => {
	const label = `label=packer-wizard.build=${path.basename(person.home)}`;
	const { stdout } = spawnSync('podman', ['ps', '--all', '--filter', label, '--format', '{{.Names}}'], {
		encoding: 'utf8',
		env: person.environment,
	});
	return stdout.split('\n').filter(name => name !== '');
};

const inContainer = { sandbox: 'container' } as const;

/** Logs in to a machine whose inside is a container. */
const enter = async (person: Person) => {
	const rehearsal = await rehearse(person, inContainer);
	const { key, instance } = await launch(rehearsal);
	return { rehearsal, instance, client: await connect(rehearsal, key) };
};

describe('a build in a container', () => {
	test('scripts really run, as the log-in user and as root', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, inContainer);
		expect(rehearsal.sandbox).toEqual({ kind: 'container', detail: containerImage });
		const built = await build(person, rehearsal, {
			scripts: {
				'01-who.sh': '#!/usr/bin/env bash\necho "$(id -un) at $PWD, home $HOME"\necho warned >&2\n',
				'02-root.sh':
					'#!/usr/bin/env bash\nset -eu\nsudo --preserve-env=WORD bash -c \'echo "$(id -un) $WORD"\'\n',
			},
			shell: ['use_env_var_file = true', 'environment_vars = ["WORD=it\'s é"]'],
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.said).toContain('ubuntu at /home/ubuntu, home /home/ubuntu');
		expect(built.said).toContain('warned');
		expect(built.said).toContain("root it's é");
		expect(leftovers(rehearsal)).toEqual([]);
		await rehearsal.stop();
		expect(containersOf(person)).toEqual([]);
	});

	test('the exit code of a script comes through', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, inContainer);
		const built = await build(person, rehearsal, { scripts: { '01-fails.sh': 'echo before\nexit 42\n' } });
		expect(built.code).toBe(1);
		expect(built.said).toContain('before');
		expect(built.errors[0]).toMatch(/^Script exited with non-zero exit status: 42\./);
		expect(everything(rehearsal)).toEqual([]);
	});

	test('files and folders arrive as they are', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, inContainer);
		const folder = path.join(person.folder, 'template', 'files');
		await mkdir(path.join(folder, 'deep er'), { recursive: true });
		const bytes = randomBytes(3_000_000);
		await writeFile(path.join(folder, 'data.bin'), bytes);
		await writeFile(path.join(folder, 'deep er', "it's ü.txt"), 'ü\n');
		await writeFile(path.join(folder, 'empty'), '');
		const built = await build(person, rehearsal, {
			scripts: { '00-folder.sh': 'mkdir /tmp/to\n' },
			provisioners: `
  provisioner "file" {
    source      = "\${path.root}/files"
    destination = "/tmp/to"
  }
  provisioner "file" {
    source      = "\${path.root}/files/"
    destination = "/tmp/to"
  }
  provisioner "file" {
    source      = "\${path.root}/files/data.bin"
    destination = "/tmp/to/a name.bin"
  }
  provisioner "shell" {
    inline = ["cd /tmp/to", "sha256sum data.bin files/data.bin 'a name.bin'", "cat \\"files/deep er/it's ü.txt\\"", "find . -size 0 -type f | sort"]
  }
  provisioner "file" {
    direction   = "download"
    source      = "/tmp/to/files/data.bin"
    destination = "\${path.root}/back.bin"
  }
`,
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		const hash = createHash('sha256').update(bytes).digest('hex');
		expect(built.said).toEqual(
			expect.arrayContaining([
				`${hash}  data.bin`,
				`${hash}  files/data.bin`,
				`${hash}  a name.bin`,
				'ü',
				'./empty',
				'./files/empty',
			]),
		);
		expect(Buffer.compare(await readFile(path.join(person.folder, 'template', 'back.bin')), bytes)).toBe(0);
	});

	test('a file that may not be written fails with the reason', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, inContainer);
		const built = await build(person, rehearsal, {
			provisioners: `
  provisioner "file" {
    source      = "\${path.root}/image.pkr.hcl"
    destination = "/etc/web.hcl"
  }
`,
		});
		expect(built.code).toBe(1);
		expect(built.errors.join('\n')).toContain('/etc/web.hcl: Permission denied');
	});

	test('cancelled in the middle of a script, nothing is left', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, inContainer);
		const built = await build(
			person,
			rehearsal,
			{ scripts: { '01-slow.sh': 'echo waiting\nsleep 600\n' } },
			{
				onOutput: (output, cancel) => {
					if (output.includes('waiting')) {
						cancel();
					}
				},
			},
		);
		expect(built.code).toBe(1);
		expect(everything(rehearsal)).toEqual([]);
		await rehearsal.stop();
		expect(containersOf(person)).toEqual([]);
	});

	test('a script that may not be run is checked and shown, the others run', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, {
			...inContainer,
			traceReason: script =>
				script.includes('GITHUB_OAUTH_TOKEN') ? 'GITHUB_OAUTH_TOKEN is not set.' : undefined,
		});
		const built = await build(person, rehearsal, {
			scripts: {
				'01-token.sh': 'echo "token $GITHUB_OAUTH_TOKEN"\n',
				'02-free.sh': 'echo "free $((6 * 7))"\n',
			},
		});
		expect(built).toMatchObject({ code: 0, errors: [] });
		expect(built.said).toContain('Checked, not run. GITHUB_OAUTH_TOKEN is not set.');
		expect(built.said).toContain('  echo "token $GITHUB_OAUTH_TOKEN"');
		expect(built.said).toContain('free 42');
	});

	test('a user that the container image lacks is made', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, {
			...inContainer,
			baseImage: { ...ubuntu, username: 'deploy' },
		});
		expect(rehearsal.sandbox.kind).toBe('container');
	});

	test('the fault script-fails', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, { ...inContainer, faults: ['script-fails'] });
		const built = await build(person, rehearsal);
		expect(built.errors[0]).toMatch(/^Script exited with non-zero exit status: 1\./);
		expect(built.said).not.toContain('hello');
	});
});

describe('a command line in a container', () => {
	test('quotes, line breaks and any characters survive', async () => {
		const { client } = await enter(await makePerson());
		const command = `printf '%s|' "it's" 'say "hi"' "\\$HOME" 'ü 漢 🙂' 'a\nb' '%d' "$(echo sub)"`;
		const { stdout, code } = await execute(client, command);
		expect(stdout.toString('utf8')).toBe(`it's|say "hi"|$HOME|ü 漢 🙂|a\nb|%d|sub|`);
		expect(code).toBe(0);
		const invalid = await execute(client, "printf '%s' $'\\xff\\xfe' '\u00e9' | od -An -tx1");
		expect(invalid.stdout.toString('utf8').trim()).toBe('ff fe c3 a9');
	});

	test('binary input and output survive', async () => {
		const { client } = await enter(await makePerson());
		const bytes = Buffer.concat([
			Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
			randomBytes(500_000),
		]);
		const { stdout } = await execute(client, 'cat', bytes);
		expect(Buffer.compare(stdout, bytes)).toBe(0);
	});

	test('exit codes, signals, and standard error apart', async () => {
		const { client } = await enter(await makePerson());
		expect(await execute(client, 'echo out; echo err >&2; exit 3')).toEqual({
			code: 3,
			stdout: Buffer.from('out\n'),
			stderr: 'err\n',
		});
		expect((await execute(client, 'kill -KILL $$')).code).toBe(137);
		expect((await execute(client, 'bash -c "kill -TERM \\$\\$"')).code).toBe(143);
		expect((await execute(client, 'no-such-program')).code).toBe(127);
		expect((await execute(client, 'rm -f ')).code).toBe(0);
		expect((await execute(client, 'if true')).code).not.toBe(0);
	});

	test('what log-in files print comes before all else, and what they end is over', async () => {
		const { client } = await enter(await makePerson());
		await execute(client, "printf 'echo hello; echo oh >&2\n' >~/.bashrc");
		expect((await execute(client, 'echo there')).stdout.toString()).toBe('hello\nthere\n');
		const upload = await execute(client, 'scp -vt /tmp', 'C0644 3 file\nabc\0');
		expect(upload).toMatchObject({ code: 0, stdout: Buffer.from('hello\n\0\0\0') });
		const download = await execute(client, 'scp -vf /tmp/file', '\0\0\0');
		expect(download.stdout.toString()).toBe('hello\nC0644 3 file\nabc\0');
		await execute(client, 'echo exit 3 >~/.bashrc');
		for (const command of ['echo there', 'scp -vt /tmp', 'scp -vf /tmp/file']) {
			const ended = await execute(client, command, '\0');
			expect(ended, command).toMatchObject({ code: 3, stdout: Buffer.from('') });
		}
	});

	test('much output arrives whole, even at a slow reader', async () => {
		const { client } = await enter(await makePerson());
		const lines = 300_000;
		const stdout = await new Promise<string>((resolve, reject) => {
			client.exec(`seq ${lines}`, (error, channel) => {
				if (error) {
					reject(error);
					return;
				}

				let output = '';
				channel.on('data', (part: Buffer) => {
					output += part.toString('latin1');
					channel.pause();
					setImmediate(() => channel.resume());
				});
				channel.on('close', () => resolve(output));
			});
		});
		expect(stdout.split('\n').length - 1).toBe(lines);
		expect(stdout.endsWith(`\n${lines}\n`)).toBe(true);
	});

	test('commands stand in no list of processes on the host', async () => {
		const { client } = await enter(await makePerson());
		const running = execute(client, 'SECRET=tok3n-in-a-command; echo up; sleep 2; : "$SECRET"');
		const deadline = Date.now() + 1500;
		while (Date.now() < deadline) {
			const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
			expect(stdout).not.toContain('tok3n-in-a-command');
			await new Promise(resolve => setTimeout(resolve, 100));
		}

		expect((await running).code).toBe(0);
	});
});

describe('when a container will not do', () => {
	test('a container that does not start fails the launch, with the reason', async () => {
		const programs = await mkdtemp(path.join(tmpdir(), 'podman-'));
		onTestFinished(() => rm(programs, { recursive: true }));
		const real = findProgram('podman');
		const broken = `#!/bin/sh
case "$*" in
run*--name\\ packer-wizard-pw-*) echo "no space left on device" >&2; exit 125 ;;
*) exec ${real} "$@" ;;
esac
`;
		await writeFile(path.join(programs, 'podman'), broken, { mode: 0o755 });
		const person = await makePerson({ PATH: `${programs}:${process.env['PATH']}` });
		const rehearsal = await rehearse(person, inContainer);
		const built = await build(person, rehearsal);
		expect(built.code).toBe(1);
		expect(built.errors.join('\n')).toMatch(/^Error launching source instance: .*no space left on device/s);
		expect(everything(rehearsal)).toEqual([]);
	});

	test('no engine: a trace says so', async () => {
		const person = await makePerson({ PATH: '/nowhere' });
		const rehearsal = await rehearse(person, { sandbox: 'auto' });
		expect(rehearsal.sandbox).toEqual({
			kind: 'trace',
			detail: 'There is neither Docker nor Podman on PATH.',
		});
	});

	test('an image that cannot be got: a trace says so in a row, the words of the engine are notices', async () => {
		const image = 'localhost/packer-wizard-no-such-image:1';
		const person = await makePerson({ PACKER_WIZARD_REHEARSAL_IMAGE: image });
		const said: string[] = [];
		const rehearsal = await rehearse(person, { sandbox: 'auto', say: sentence => said.push(sentence) });
		expect(rehearsal.sandbox).toEqual({
			kind: 'trace',
			detail: 'The container image packer-wizard-no-such-image:1 could not be got.',
		});
		expect(said).toEqual([`Getting the container image ${image}.`, expect.stringContaining(image)]);
	});

	test('another architecture: a trace', async () => {
		const person = await makePerson();
		const other = process.arch === 'arm64' ? 'x86_64' : 'arm64';
		const rehearsal = await rehearse(person, { sandbox: 'auto', architecture: other });
		expect(rehearsal.sandbox).toMatchObject({ kind: 'trace', detail: expect.stringContaining(other) });
	});

	test('a container that is a must: a Problem', async () => {
		const person = await makePerson({ PATH: '/nowhere' });
		await expect(rehearse(person, inContainer)).rejects.toMatchObject({ exitCode: 3 });
	});

	test.each(['container-dies', 'engine-broken'])(
		'a fault that would do nothing: a Problem (%s)',
		async fault => {
			const person = await makePerson({ PATH: '/nowhere' });
			for (const sandbox of ['auto', 'trace'] as const) {
				await expect(rehearse(person, { sandbox, faults: [fault] })).rejects.toThrow(
					'There is no container to which that could happen.',
				);
			}
		},
	);
});

/** A `podman` on PATH that does as the real one, but for what a shell `case` on all its arguments says. */
const wrapPodman = async (person: Person, cases: string): Promise<Person> => {
	const bin = path.join(person.home, 'wrapped');
	await mkdir(bin);
	await writeFile(
		path.join(bin, 'podman'),
		`#!/bin/bash\ncase "$*" in\n${cases}\nesac\n${findProgram('podman')} "$@"\n`,
		{ mode: 0o755 },
	);
	await writeFile(path.join(bin, 'docker'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
	const { environment } = person;
	return { ...person, environment: { ...environment, PATH: `${bin}:${environment['PATH']}` } };
};

describe('an engine that answers', () => {
	test('but cannot run a container is no container: its own words are the reason', async () => {
		const refuses = `run*) echo 'Error: OCI runtime error: runc: setrlimit: operation not permitted' >&2; exit 126;;`;
		const person = await wrapPodman(await makePerson(), refuses);
		const rehearsal = await rehearse(person, { sandbox: 'auto' });
		expect(rehearsal.sandbox).toEqual({
			kind: 'trace',
			detail: expect.stringContaining('runc: setrlimit: operation not permitted'),
		});
		await expect(rehearse(person, inContainer)).rejects.toMatchObject({
			exitCode: 3,
			reason: expect.stringContaining('operation not permitted'),
		});
	});

	test('but whose image lets no log-in user in says who cannot run what', async () => {
		const refuses = `*--user\\ ubuntu*) echo 'crun: open executable: Permission denied' >&2; exit 126;;`;
		const person = await wrapPodman(await makePerson(), refuses);
		const rehearsal = await rehearse(person, { sandbox: 'auto' });
		expect(rehearsal.sandbox).toMatchObject({
			kind: 'trace',
			detail: expect.stringMatching(
				/^ubuntu cannot run \/bin\/bash in .*: crun: open executable: Permission denied/,
			),
		});
	});
});

test('a container that dies is known at once, and named', async () => {
	const person = await makePerson();
	const deaths: string[] = [];
	const rehearsal = await rehearse(person, { ...inContainer, onDeath: sentence => deaths.push(sentence) });
	await launch(rehearsal);
	const [name = ''] = containersOf(person);
	spawnSync('podman', ['kill', name], { env: person.environment });
	await expect
		.poll(() => deaths)
		.toEqual([
			'The container in which the scripts ran is gone: it was killed, by somebody or because the memory was full.',
		]);
	await rehearsal.stop();
	expect(deaths).toHaveLength(1);
});

describe('a machine', () => {
	const shell = (lines: readonly string[], ...more: readonly string[]): string =>
		`  provisioner "shell" {\n    inline = ${JSON.stringify(lines)}\n${more.join('\n')}\n  }\n`;

	test.each(['sudo reboot', 'sudo systemctl --no-block reboot'])(
		'that restarts by %s breaks the connection, and goes on where that is expected',
		async restart => {
			const person = await makePerson();
			const rehearsal = await rehearse(person, inContainer);
			const built = await build(person, rehearsal, {
				scripts: {},
				provisioners: [
					shell(['echo kept >/var/tmp/kept', restart, 'echo never'], 'expect_disconnect = true'),
					shell([
						'cat /var/tmp/kept',
						'ps -e -o args | grep -c "[s]leep" || echo alone',
						'sudo systemctl enable --now web 2>&1; systemctl status web 2>&1 || echo "status $?"',
					]),
				].join(''),
			});
			expect(built).toMatchObject({ code: 0, errors: [] });
			const said = built.said.join('\n');
			expect(said).not.toContain('never');
			expect(said).toMatch(/kept\n(?:.*\n)*alone/);
			// No unit is started where no systemd runs, which is said, and nothing tells of one.
			expect(said).toContain('this is left out: systemctl enable --now web');
			expect(said).toMatch(/System has not been booted with systemd.*\n.*status 1/);
		},
	);

	test('that turns itself off is off, and only root may do that', async () => {
		const person = await makePerson();
		const rehearsal = await rehearse(person, inContainer);
		const built = await build(person, rehearsal, {
			scripts: {},
			provisioners: shell(['reboot || echo refused', 'sudo shutdown -h now', 'echo never']),
		});
		expect(built.code).toBe(1);
		expect(built.said.join('\n')).toContain('refused');
		expect(built.errors.join('\n')).toContain('Script disconnected unexpectedly');
		expect(everything(rehearsal)).toEqual([]);
	});
});
