import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes, Problem } from '../../source/base/problem.ts';
import { programsOnPath } from '../../source/packer/find.ts';
import { packageManagerCommand, runPackageManager } from '../../source/packer/package-manager.ts';
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
	for (const name of ['tee', 'cat', 'true']) {
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
			expect(await packageManagerCommand(environment, place)).toEqual({ name: 'apt', commands });
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
			expect(await packageManagerCommand(environment, place)).toEqual({
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
		expect(await packageManagerCommand(environment, place)).toEqual({
			name: 'dnf',
			commands: [
				`sudo curl -fsSLo /etc/yum.repos.d/hashicorp.repo https://rpm.releases.hashicorp.com/${folder}/hashicorp.repo`,
				'sudo dnf install --assumeyes packer',
			],
		});
	});

	test('brew', async () => {
		const { environment, place } = await system({ brew: [] });
		expect(await packageManagerCommand(environment, place)).toEqual({
			name: 'brew',
			commands: ['brew install hashicorp/tap/packer'],
		});
	});

	test('none, or none that this person could run', async () => {
		const none = await system({});
		expect(await packageManagerCommand(none.environment, none.place)).toBeUndefined();
		const noSudo = await system({ 'apt-get': [], 'apt-cache': policy('1.6.6') });
		expect(await packageManagerCommand(noSudo.environment, noSudo.place)).toBeUndefined();
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
		await runPackageManager(environment, line => said.push(line), place);
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
		const error: unknown = await runPackageManager(environment, line => said.push(line), place).catch(
			(problem: unknown) => problem,
		);
		expect(error).toBeInstanceOf(Problem);
		expect(error).toMatchObject({
			message: 'apt did not install Packer.',
			reason: 'E: Unable to locate package packer',
			exitCode: exitCodes.missing,
		});
		expect(said).not.toContain('$ sudo apt-get install --yes packer');
	});

	test('where sudo asks for a password nothing is run, and the commands are told', async () => {
		const { environment, place } = await system({
			sudo: ['echo "sudo: a password is required" >&2', 'exit 1'],
			'apt-get': ['echo run >>"$NOTES"'],
			'apt-cache': policy('1.6.6+ds2-1'),
		});
		await expect(runPackageManager(environment, () => {}, place)).rejects.toMatchObject({
			message: 'sudo asks for a password, which cannot be typed here.',
			next: ['Run this in another window:', 'sudo apt-get install --yes packer'],
		});
		expect(() => readFileSync(environment.NOTES)).toThrow();
	});

	test('no package manager', async () => {
		const { environment, place } = await system({});
		await expect(runPackageManager(environment, () => {}, place)).rejects.toMatchObject({
			exitCode: exitCodes.missing,
		});
	});
});
