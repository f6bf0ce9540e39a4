import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { builtProgram, type Ended, makePerson, type Person, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { findProgram } from '../setup/needs.ts';

let person: Person;

beforeEach(async () => {
	person = await makePerson();
});

/** Everything below a folder, as relative paths. */
const filesIn = async (folder: string): Promise<string[]> =>
	(await readdir(folder, { recursive: true, withFileTypes: true }))
		.filter(entry => entry.isFile())
		.map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)));

const recipe = (change: object = {}): string =>
	JSON.stringify({
		version: 1,
		name: 'web',
		region: 'us-east-1',
		base: { image: 'ubuntu-24.04', architecture: 'x86_64' },
		instanceType: 't3.micro',
		...change,
	});

const writeProgram = async (name: string, script: string): Promise<string> => {
	const folder = path.join(person.home, 'programs');
	await mkdir(folder, { recursive: true });
	const file = path.join(folder, name);
	await writeFile(file, `#!/bin/sh\n${script}\n`);
	await chmod(file, 0o755);
	return folder;
};

/** A folder for PATH with the usual programs of a system, but without Packer and without container engines. */
const bareSystem = async (): Promise<string> => {
	const folder = path.join(person.home, 'system');
	await mkdir(folder);
	for (const name of ['sh', 'env', 'cat', 'uname', 'ps', 'bash']) {
		const file = findProgram(name);
		if (file) {
			await symlink(file, path.join(folder, name));
		}
	}

	return folder;
};

/** One sentence first, and the exit code; nothing of ours leaks out. */
const expectProblem = (ended: Ended, code: number, sentence: RegExp | string): void => {
	const [first = ''] = ended.stderr.split('\n').filter(Boolean);
	expect(ended, ended.stderr + ended.stdout).toMatchObject({ code });
	expect(ended.stderr).toMatch(sentence);
	expect(first).toMatch(/^\S.*[.:]$/);
	expect(ended.stderr).not.toMatch(/^\s+at /m);
};

const noNetwork = ['unshare', '--net', '--', process.execPath, builtProgram];

describe('what is asked for is not there, or cannot be', () => {
	test('an unknown preset: the nearest is named', async () => {
		const ended = await runProgram(person, ['run', 'nodesj', '--rehearse']);
		expectProblem(ended, 2, /nodesj/);
		expect(ended.stderr).toMatch(/nodejs/);
	});

	test('broken JSON: where it is broken', async () => {
		await writeFile(path.join(person.folder, 'broken.json'), '{ "version": 1,\n  "name": }');
		expectProblem(await runProgram(person, ['run', './broken.json', '--rehearse']), 2, /broken\.json/);
		expect(await filesIn(person.folder)).toEqual(['broken.json']);
	});

	test('a recipe with an unknown bundle', async () => {
		await writeFile(path.join(person.folder, 'a.json'), recipe({ bundles: [{ id: 'ssh-grnt' }] }));
		const ended = await runProgram(person, ['render', './a.json']);
		expectProblem(ended, 2, /ssh-grnt/);
		expect(ended.stderr).toMatch(/ssh-grunt/);
		expect(await filesIn(person.folder)).toEqual(['a.json']);
	});

	test('a recipe with a type that the architecture lacks', async () => {
		const base = { image: 'ubuntu-24.04', architecture: 'arm64' };
		await writeFile(path.join(person.folder, 'a.json'), recipe({ base }));
		expectProblem(await runProgram(person, ['render', './a.json']), 2, /t3\.micro.*arm64|arm64.*t3\.micro/);
		expect(await filesIn(person.folder)).toEqual(['a.json']);
	});

	test('a type that is no type', async () => {
		const image = ['new', '--region', 'eu-south-2', '--base', 'debian-13', '--name', 'web'];
		const ended = await runProgram(person, [...image, '--instance-type', 't3.micro"\n  x = "']);
		expectProblem(ended, 2, /A type looks like t3\.micro/);
		expect(await filesIn(person.folder)).toEqual([]);
	});

	test('an unknown command and an unknown flag: the nearest is named', async () => {
		expectProblem(await runProgram(person, ['rnu']), 2, /rnu/);
		const ended = await runProgram(person, ['run', 'nodejs', '--reherse']);
		expectProblem(ended, 2, /--reherse/);
		expect(ended.stderr).toContain('--rehearse');
	});
});

describe('files', () => {
	const render = ['render', 'nodejs', '--out', './web'];

	test('an unwritable folder', async context => {
		needs(context, 'namespaces');
		await mkdir(path.join(person.folder, 'web'));
		const script = `mount -t tmpfs -o ro none ./web && exec "$0" "$@"`;
		const command = ['unshare', '--mount', '--', 'sh', '-c', script, process.execPath, builtProgram];
		expectProblem(await runProgram(person, render, { command }), 3, /web.*cannot be written/);
	});

	test.runIf(process.platform === 'linux')('a place where no folder can be made', async () => {
		const out = ['render', 'nodejs', '--out', '/proc/web'];
		expectProblem(await runProgram(person, out), 3, /\/proc\/web.*cannot be written/);
	});

	test('a file in the way of the folder', async () => {
		await writeFile(path.join(person.folder, 'web'), 'mine');
		expectProblem(await runProgram(person, render), 3, /web.*cannot be written/);
		expect(await filesIn(person.folder)).toEqual(['web']);
	});

	test('a folder in the way of a file: nothing is written at all', async () => {
		await mkdir(path.join(person.folder, 'web', 'image.pkr.hcl'), { recursive: true });
		expectProblem(await runProgram(person, render), 3, /image\.pkr\.hcl/);
		expect(await filesIn(person.folder)).toEqual([]);
	});

	test('a file that differs is not overwritten, and nothing else is written', async () => {
		await mkdir(path.join(person.folder, 'web'));
		await writeFile(path.join(person.folder, 'web', 'image.pkr.hcl'), '# mine\n');
		const ended = await runProgram(person, render);
		expect(ended.code, ended.stderr).not.toBe(0);
		expect(ended.stderr).toMatch(/image\.pkr\.hcl[\s\S]*--overwrite/);
		expect(await filesIn(person.folder)).toEqual(['web/image.pkr.hcl']);
		expect((await runProgram(person, [...render, '--overwrite'])).code).toBe(0);
		expect(await filesIn(person.folder)).toContain('web/variables.pkr.hcl');
	});

	test('10 MB free where a build keeps what it does', async context => {
		needs(context, 'namespaces', 'packer');
		const state = path.join(person.home, '.local/state');
		await mkdir(state, { recursive: true });
		const script = `mount -t tmpfs -o size=10m none ${state} && exec "$0" "$@"`;
		const command = ['unshare', '--mount', '--', 'sh', '-c', script, process.execPath, builtProgram];
		const ended = await runProgram(person, ['run', 'nodejs', '--rehearse'], { command });
		expectProblem(ended, 3, /10 MB|space|free/i);
	});
});

describe('Packer', () => {
	const rehearse = ['run', 'nodejs', '--rehearse', '--yes'];

	test('none, and no network', async context => {
		needs(context, 'namespaces');
		const env = { PATH: await bareSystem() };
		const ended = await runProgram(person, rehearse, {
			env,
			command: [findProgram('unshare') ?? '', ...noNetwork.slice(1)],
		});
		expectProblem(ended, 3, /Packer/);
		expect(await filesIn(path.join(person.home, '.cache')).catch(() => [])).toEqual([]);
	});

	test('1.5', async () => {
		const folder = await writeProgram('packer', 'echo "1,,version,1.5.6"');
		const onPath = { PATH: `${folder}:${await bareSystem()}` };
		expectProblem(await runProgram(person, ['run', 'nodejs', '--rehearse'], { env: onPath }), 3, /1\.5\.6/);
		// What the variable names is what is used, so getting another would not help.
		const named = { PACKER_WIZARD_PACKER: path.join(folder, 'packer') };
		const ended = await runProgram(person, rehearse, { env: named });
		expectProblem(ended, 3, /1\.5\.6/);
		expect(ended.stderr).toContain('PACKER_WIZARD_PACKER');
	});

	test('a program of the same name by somebody else', async () => {
		const folder = await writeProgram('packer', 'echo "read 0 words, wrote 0" >&2; exit 255');
		const env = { PATH: `${folder}:${await bareSystem()}` };
		expectProblem(await runProgram(person, ['run', 'nodejs', '--rehearse'], { env }), 3, /packer/i);
	});

	test('one that needs a plugin, and has neither that nor a network', async () => {
		const reason = 'Failed getting the "github.com/hashicorp/amazon" plugin: dial tcp: no such host';
		const folder = await writeProgram(
			'packer',
			`case "$1" in version) echo '1,,version,1.16.0';; init) echo 'Error: ${reason}' >&2; exit 1;; plugins) ;; *) exit 1;; esac`,
		);
		const env = { PACKER_WIZARD_PACKER: path.join(folder, 'packer') };
		expectProblem(await runProgram(person, rehearse, { env }), 3, /plugin/);
	});
});

describe('a container image', () => {
	const build = ['run', 'nodejs', '--target', 'docker', '--yes'];

	test('without Docker and Podman: it does not begin, and says what helps', async context => {
		needs(context, 'packer');
		const bare = await bareSystem();
		await symlink(findProgram('packer') ?? '', path.join(bare, 'packer'));
		const ended = await runProgram(person, build, { env: { PATH: bare } });
		expectProblem(ended, 3, 'There is neither Docker nor Podman on PATH.');
		expect(ended.stderr).toMatch(/What to do: Install Docker or Podman/);
		expect(await filesIn(person.folder)).toEqual([]);
	});

	test.each([
		['--container-image', 'no image', 'has a name like debian:12'],
		['--container-image', 'UPPER/Case', 'has a name of small letters: upper/case'],
		['--repository', 'web:1', 'leave :1 out'],
		['--image-tag', '.x', 'A tag looks like 1.0'],
	])('%s %s, which is none', async (flag, value, said) => {
		const ended = await runProgram(person, [...build, flag, value]);
		expectProblem(ended, 2, said);
		expect(ended.stderr).toContain(flag);
		expect(await filesIn(person.folder)).toEqual([]);
	});
});

describe('a template that is imported', () => {
	const source = (name: string): string =>
		`source "amazon-ebs" "${name}" {\n  region = "eu-west-1"\n  ami_name = "${name}"\n}\n`;

	test.each([
		[
			'a.pkr.hcl',
			`${source('a')}build {\n  sources = [\n}\n`,
			/a\.pkr\.hcl cannot be read at line 6, column \d+\.\n/,
		],
		['a.json', '{\n  // mine\n  "builders": []\n}', /line 2, column 3\.\nPacker takes no comments in JSON/],
		[
			'a.pkr.hcl',
			`${source('a')}${source('b')}build {\n  sources = ["source.amazon-ebs.a", "source.amazon-ebs.b"]\n}\n`,
			/makes 2 images\.\n[\s\S]*--source amazon-ebs\.a\n[\s\S]*--source amazon-ebs\.b/,
		],
		['a.json', '{"builders": [{"type": "qemux"}]}', /makes no image that can be imported\.\nqemux\.qemux: /],
		['folder/a.pkr.hcl', 'variable "x" { default = "1" }\n', /\.\/folder makes no image\.\n/],
		['folder/a.txt', 'hello\n', /\.\/folder holds no template\.\n/],
	])('%s: %s', async (file, text, said) => {
		await mkdir(path.join(person.folder, path.dirname(file)), { recursive: true });
		await writeFile(path.join(person.folder, file), text);
		const named = file.startsWith('folder') ? './folder' : `./${file}`;
		for (const way of [[], ['--plain'], ['--json']]) {
			const ended = await runProgram(person, ['new', '--from', named, ...way]);
			expectProblem(ended, 2, said);
			expect(ended.stdout).toBe('');
			expect(ended.stderr).toMatch(/^ {2}\S/m);
		}

		expect(await filesIn(person.folder)).toEqual([file]);
	});
});

describe('where nobody can be asked', () => {
	test('the wizard says so', async () => {
		const ended = await runProgram(person, []);
		expectProblem(ended, 2, /no terminal/);
		expect(ended.stderr).toContain('packer-wizard new');
	});

	test('all missing answers are listed at once, with their flags', async () => {
		const ended = await runProgram(person, ['new']);
		expectProblem(ended, 2, /answers are missing/);
		for (const flag of ['--region', '--base', '--name']) {
			expect(ended.stderr).toContain(flag);
		}

		expect(await filesIn(person.home)).toEqual([]);
	});

	test('a build that costs money needs a yes', async () => {
		expectProblem(await runProgram(person, ['run', 'nodejs']), 2, /costs money/);
	});

	test('no credentials', async context => {
		needs(context, 'packer');
		const ended = await runProgram(person, ['run', 'nodejs', '--yes']);
		expectProblem(ended, 4, /sign-in|credentials/i);
		expect(ended.stderr).toContain('--rehearse');
	});

	describe('AWS files that are odd are one sentence with the file, the line and the profile', () => {
		const arn = 'arn:aws:iam::111122223333:role/x';
		test.each([
			[
				'[profile b]\naws_access_key_id = AKIA\n',
				'Profile b has an aws_access_key_id, but no aws_secret_access_key (~/.aws/config, line 2).',
			],
			[
				'[profile b]\ncredential_source = Environment\n',
				'Profile b has a credential_source, but no role_arn (~/.aws/config, line 2).',
			],
			[
				`[profile b]\nrole_arn = ${arn}\nsource_profile = c\n`,
				'Profile b takes its role by profile c (~/.aws/config, line 3), which does not exist.',
			],
			[
				`[profile b]\nrole_arn = ${arn}\nsource_profile = c\ncredential_process = x\n`,
				'Profile b has both source_profile and credential_process (~/.aws/config, line 4), and only one may be.',
			],
			[
				'[profile b]\nlogin_session = arn\n',
				'The sign-in by aws login of profile b (~/.aws/config, line 2) has not been made.',
			],
			[
				'[profile "b"]\n',
				/^AWS sign-in: Profile b stands as \[profile "b"\] \(~\/\.aws\/config, line 1\), which (?:this )?Packer does not see\.$/m,
			],
			[
				'[profile b]\nregion = eu-west-1\n',
				'Profile b has no keys, no role and no sign-in (~/.aws/config, line 1).',
			],
		])('%j', async (config, sentence) => {
			await mkdir(path.join(person.home, '.aws'));
			await writeFile(path.join(person.home, '.aws', 'config'), config);
			for (const flags of [[], ['--json']]) {
				const ended = await runProgram(person, ['run', 'nodejs', '--profile', 'b', '--yes', ...flags], {
					env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' },
				});
				expectProblem(ended, 4, /./);
				expect(ended.stderr).toMatch(sentence);
				expect(ended.stdout).toBe('');
			}
		});

		beforeEach(context => needs(context, 'packer'));
	});
});

describe('an environment that is set wrong', () => {
	beforeEach(context => needs(context, 'packer'));

	test.each([
		['no home', { HOME: undefined }, ['builds', 'list'], 0, ''],
		['an empty home', { HOME: '' }, ['presets', 'list'], 0, ''],
		['a relative home', { HOME: 'me' }, ['presets', 'list'], 0, 'HOME is me, which is no absolute path'],
		['a home that is none', { HOME: '/proc/1' }, ['builds', 'list'], 0, ''],
		[
			'a home that is none',
			{ HOME: '/proc/1' },
			['presets', 'save', 'web', 'nodejs'],
			3,
			'cannot be written',
		],
		['a home that is none', { HOME: '/proc/1' }, ['run', 'nodejs', '--rehearse'], 3, 'Set XDG_STATE_HOME'],
		['a home that is a file', { HOME: '/dev/null' }, ['doctor'], 0, 'HOME is /dev/null, which is no folder'],
		['no such TMPDIR', { TMPDIR: '/nope' }, ['doctor'], 0, 'TMPDIR is /nope, which is no folder'],
		['state in a device', { XDG_STATE_HOME: '/dev/null/x' }, ['builds', 'list'], 3, 'cannot be read'],
	])('%s: %o %j', async (_what, env, argv, code, sentence) => {
		const ended = await runProgram(person, argv, { env });
		expect(ended, ended.stderr).toMatchObject({ code });
		expect(ended.stderr).toContain(sentence);
		expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at |another program|defect/m);
		expect(await readdir(person.folder)).toEqual([]);
	});
});

test('a terminal of 40×10 gets the classic prompts', async () => {
	const terminal = launch(person, ['new'], { columns: 40, rows: 10 });
	await terminal.waitFor(/^\? The AWS account/m);
	await terminal.settle();
	expect(terminal.isAlternate()).toBe(false);
	await terminal.press('ctrl-c');
	expect(await terminal.exit).toMatchObject({ code: 130 });
});
