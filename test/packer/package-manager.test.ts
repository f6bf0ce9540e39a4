import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../../source/base/paths.ts';
import { exitCodes, Problem } from '../../source/base/problem.ts';
import { programsOnPath } from '../../source/packer/find.ts';
import { type SystemPlace, searchPackageManager } from '../../source/packer/package-manager.ts';
import { runPackageManager } from '../../source/packer/run-package-manager.ts';
import { script, temporaryFolder } from './programs.ts';

const debian = 'ID=debian\nVERSION_CODENAME=bookworm\n';

/** A system with these programs and nothing else, but for a shell and `tee`. */
const system = async (
	programs: Readonly<Record<string, readonly string[]>>,
	{ osRelease = debian, lists = true, isRoot = false } = {},
) => {
	const folder = temporaryFolder();
	for (const [name, lines] of Object.entries(programs)) {
		script(path.join(folder, 'bin', name), ...lines);
	}

	mkdirSync(path.join(folder, 'bin'), { recursive: true });
	for (const name of ['tee', 'cat', 'true', 'sleep', 'setsid', 'sh']) {
		const [file] = await programsOnPath(name, process.env);
		symlinkSync(file ?? '', path.join(folder, 'bin', name));
	}

	mkdirSync(path.join(folder, 'lists'));
	writeFileSync(path.join(folder, 'os-release'), osRelease);
	if (lists) {
		writeFileSync(path.join(folder, 'lists', 'deb.debian.org_main_binary-amd64_Packages.lz4'), '');
	}

	return {
		folder,
		environment: { PATH: path.join(folder, 'bin'), NOTES: path.join(folder, 'notes') },
		place: {
			osRelease: path.join(folder, 'os-release'),
			aptLists: path.join(folder, 'lists'),
			isRoot,
		},
	};
};

const policy = (candidate: string): readonly string[] => [
	'echo "packer:"',
	'echo "  Installed: (none)"',
	`echo "  Candidate: ${candidate}"`,
];

const managerOf = async (...[environment, place]: readonly [Environment, SystemPlace]) => {
	const found = await searchPackageManager(environment, undefined, place);
	return found.kind === 'found' ? found.manager : undefined;
};

const runsCommands = ['[ "$1" = -n ] && shift', 'exec "$@"'];

describe('what is shown', () => {
	test.each([
		['apt has it', { candidate: '1.6.6+ds2-1+b1' }, ['sudo apt-get install --yes packer']],
		['as root there is no sudo', { candidate: '1.16.1-1', isRoot: true }, ['apt-get install --yes packer']],
		['apt was never updated', { lists: false }, ['sudo apt-get update', 'sudo apt-get install --yes packer']],
	])(
		'%s',
		async (_, {
			candidate = '',
			isRoot = false,
			lists = true,
		}: { candidate?: string; isRoot?: boolean; lists?: boolean }, commands) => {
			const { environment, place } = await system(
				{ sudo: runsCommands, 'apt-get': [], 'apt-cache': candidate ? policy(candidate) : ['exit 0'] },
				{ isRoot, lists },
			);
			expect(await managerOf(environment, place)).toEqual({ name: 'apt', commands });
		},
	);

	test.each(['(none)', '1.3.4+dfsg-4'])(
		"apt has none that is new enough (%s): HashiCorp's repository",
		async candidate => {
			const { environment, place } = await system({
				sudo: runsCommands,
				curl: [],
				'apt-get': [],
				'apt-cache': policy(candidate),
			});
			expect(await managerOf(environment, place)).toEqual({
				name: 'apt',
				commands: [
					'sudo curl -fsSLo /usr/share/keyrings/hashicorp-archive-keyring.asc https://apt.releases.hashicorp.com/gpg',
					"echo 'deb [signed-by=/usr/share/keyrings/hashicorp-archive-keyring.asc] https://apt.releases.hashicorp.com bookworm main' | sudo tee /etc/apt/sources.list.d/hashicorp.list",
					'sudo apt-get update',
					'sudo apt-get install --yes packer',
				],
			});
		},
	);

	test.each([
		['ID=fedora', 'fedora'],
		['ID="amzn"', 'AmazonLinux'],
		['ID="rocky"', 'RHEL'],
	])('dnf, %s', async (osRelease, folder) => {
		const { environment, place } = await system({ sudo: runsCommands, dnf: [] }, { osRelease });
		expect(await managerOf(environment, place)).toEqual({
			name: 'dnf',
			commands: [
				`sudo curl -fsSLo /etc/yum.repos.d/hashicorp.repo https://rpm.releases.hashicorp.com/${folder}/hashicorp.repo`,
				'sudo dnf install --assumeyes packer',
			],
		});
	});

	const needsRoot = (name: string): string => `${name} needs root, and there is no sudo`;
	const noRoot = 'Homebrew refuses to run as root';

	// Who it is, what is there, and which is taken or why none is.
	test.each<[who: string, programs: string, manager: string | undefined, reason?: string]>([
		['a person', 'brew apt-get apt-cache sudo', 'brew'],
		['a person', 'brew apt-get apt-cache', 'brew'],
		['a person', 'apt-get apt-cache dnf sudo', 'apt'],
		['a person', 'dnf sudo', 'dnf'],
		['a person', 'sudo', undefined, 'There is no apt, dnf or Homebrew.'],
		['a person', 'apt-get apt-cache', undefined, `${needsRoot('apt')}.`],
		['a person', 'apt-get apt-cache dnf', undefined, `${needsRoot('apt')}; ${needsRoot('dnf')}.`],
		['root', 'brew apt-get apt-cache', 'apt'],
		['root', 'brew dnf sudo', 'dnf'],
		['root', 'brew sudo', undefined, `${noRoot}.`],
		['root', 'apt-get apt-cache dnf', 'apt'],
		['root', '', undefined, 'There is no apt, dnf or Homebrew.'],
	])('%s with %s: %s', async (who, programs, manager, reason) => {
		const there = Object.fromEntries(programs.split(' ').map(name => [name || 'nothing', []]));
		const { environment, place } = await system(there, { isRoot: who === 'root' });
		const found = await searchPackageManager(environment, undefined, place);
		expect(found).toMatchObject(
			manager === undefined ? { kind: 'missing', reason } : { kind: 'found', manager: { name: manager } },
		);
		const commands = found.kind === 'found' ? found.manager.commands : [];
		expect(commands.some(command => command.includes('sudo '))).toBe(
			who !== 'root' && commands.length > 0 && manager !== 'brew',
		);
	});
});

describe('what is run', () => {
	test('is what was shown, and its lines are told', async () => {
		const { environment, place } = await system(
			{
				sudo: runsCommands,
				'apt-get': ['echo "apt-get $*" >>"$NOTES"', 'echo "Setting up packer ..."', 'echo warning >&2'],
				'apt-cache': ['exit 0'],
			},
			{ lists: false },
		);
		const said: string[] = [];
		await runPackageManager({ environment, say: line => said.push(line) }, place);
		expect(readFileSync(environment.NOTES, 'utf8')).toBe('apt-get update\napt-get install --yes packer\n');
		expect(said).toEqual(
			expect.arrayContaining([
				'$ sudo apt-get update',
				'Setting up packer ...',
				'warning',
				'$ sudo apt-get install --yes packer',
			]),
		);
	});

	test('a command that fails ends it', async () => {
		const { environment, place } = await system(
			{
				sudo: runsCommands,
				'apt-get': ['echo "E: Unable to locate package packer" >&2', 'exit 100'],
				'apt-cache': ['exit 0'],
			},
			{ lists: false },
		);
		const said: string[] = [];
		const error: unknown = await runPackageManager(
			{ environment, say: line => said.push(line) },
			place,
		).catch((problem: unknown) => problem);
		expect(error).toBeInstanceOf(Problem);
		expect(error).toMatchObject({
			message: 'apt did not install Packer.',
			reason: 'E: Unable to locate package packer',
			exitCode: exitCodes.missing,
		});
		expect(said).not.toContain('$ sudo apt-get install --yes packer');
	});

	test.each([
		['root', '', true],
		['a person, by sudo', 'sudo ', false],
	])(
		'broken off by %s: it gets the Ctrl-C of a terminal, ends its step, and is waited for',
		async (_, sudo, isRoot) => {
			const stop = new AbortController();
			const reason = new Error('enough');
			const { environment, place } = await system(
				{
					sudo: runsCommands,
					'apt-get': [
						'echo "apt-get $*" >>"$NOTES"',
						'trap "echo SIGINT >>$NOTES" INT',
						'trap "echo SIGTERM >>$NOTES; exit 1" TERM HUP',
						'echo "Unpacking packer ..."',
						// As dpkg, which goes on in a group of its own.
						'setsid sh -c "sleep 1; echo unpacked >>$NOTES" & wait $! || wait $!',
					],
					'apt-cache': ['exit 0'],
				},
				{ lists: false, isRoot },
			);
			const said: string[] = [];
			const say = (line: string): void => {
				said.push(line);
				if (line.startsWith('Unpacking')) {
					stop.abort(reason);
				}
			};
			await expect(runPackageManager({ environment, say, signal: stop.signal }, place)).rejects.toBe(reason);
			expect(readFileSync(environment.NOTES, 'utf8')).toBe('apt-get update\nSIGINT\nunpacked\n');
			expect(said).toEqual([
				`$ ${sudo}apt-get update`,
				'Unpacking packer ...',
				'apt is told to stop. It ends the step that it is at, and is waited for.',
			]);
		},
	);

	test('where sudo asks for a password nothing is run, and the commands are told', async () => {
		const { environment, place } = await system({
			sudo: ['echo "sudo: a password is required" >&2', 'exit 1'],
			'apt-get': ['echo run >>"$NOTES"'],
			'apt-cache': policy('1.6.6+ds2-1'),
		});
		await expect(runPackageManager({ environment }, place)).rejects.toMatchObject({
			message: 'sudo asks for a password, which cannot be typed here.',
			next: ['Run this in another window:', 'sudo apt-get install --yes packer'],
		});
		expect(() => readFileSync(environment.NOTES)).toThrow();
	});

	test('no package manager', async () => {
		const { environment, place } = await system({});
		await expect(runPackageManager({ environment }, place)).rejects.toMatchObject({
			reason: 'There is no apt, dnf or Homebrew.',
			exitCode: exitCodes.missing,
		});
	});
});
