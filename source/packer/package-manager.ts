import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { withoutSecrets } from '../base/secrets.ts';
import { atLeast, parseVersion } from '../base/versions.ts';
import { runCommand } from './command.ts';
import { programsOnPath } from './find.ts';
import { oldestPacker } from './probe.ts';

/** How a package manager of this machine gets Packer. */
export type PackageManagerCommand = {
	readonly name: 'apt' | 'dnf' | 'brew';
	/** Shell commands as a person would type them, one after the other; exactly these are run. */
	readonly commands: readonly string[];
};

/** The system, for tests of what another one would be told. */
type SystemPlace = {
	/** `/etc/os-release`, which says what a Linux is. */
	readonly osRelease: string;
	/** Where apt keeps what its repositories offer. */
	readonly aptLists: string;
	readonly isRoot: boolean;
};

const thisSystem: SystemPlace = {
	osRelease: '/etc/os-release',
	aptLists: '/var/lib/apt/lists',
	isRoot: process.getuid?.() === 0,
};

const limit = 20_000;

const has = async (name: string, environment: Environment): Promise<boolean> =>
	(await programsOnPath(name, environment)).length > 0;

const readRelease = async (file: string): Promise<Readonly<Record<string, string>>> => {
	const text = await readFile(file, 'utf8').catch(() => '');
	return Object.fromEntries(
		[...text.matchAll(/^(\w+)=(["']?)(.*)\2$/gm)].map(([, name, , value]) => [name, value]),
	);
};

/** The version of Packer that apt would install; undefined if its repositories have none. */
const aptCandidate = async (environment: Environment): Promise<string | undefined> => {
	const { stdout } = await runCommand('apt-cache', ['policy', 'packer'], {
		environment: { ...environment, LC_ALL: 'C' },
		limit,
	});
	const candidate = /^\s*Candidate: (\S+)/m.exec(stdout)?.[1];
	return candidate === '(none)' ? undefined : candidate;
};

const hasAptLists = async (folder: string): Promise<boolean> =>
	(await readdir(folder).catch((): string[] => [])).some(
		name => name.endsWith('_Packages') || name.includes('_Packages.'),
	);

const aptCommands = async (
	environment: Environment,
	system: SystemPlace,
	sudo: string,
): Promise<string[]> => {
	const install = `${sudo}apt-get install --yes packer`;
	const candidate = await aptCandidate(environment);
	const version = candidate === undefined ? undefined : parseVersion(candidate.replace(/^\d+:/, ''));
	if (version && atLeast(version, oldestPacker)) {
		return [install];
	}

	// A fresh machine or container has no lists yet, so nothing can be known.
	if (candidate === undefined && !(await hasAptLists(system.aptLists))) {
		return [`${sudo}apt-get update`, install];
	}

	const release = await readRelease(system.osRelease);
	const codename = release['UBUNTU_CODENAME'] || release['VERSION_CODENAME'];
	const key = '/usr/share/keyrings/hashicorp-archive-keyring.asc';
	const server = 'https://apt.releases.hashicorp.com';
	const hasWget = !(await has('curl', environment)) && (await has('wget', environment));
	return [
		...(hasWget || (await has('curl', environment)) ? [] : [`${sudo}apt-get install --yes curl`]),
		`${sudo}${hasWget ? 'wget -qO' : 'curl -fsSLo'} ${key} ${server}/gpg`,
		`echo 'deb [signed-by=${key}] ${server} ${codename ?? 'stable'} main' | ${sudo}tee /etc/apt/sources.list.d/hashicorp.list`,
		`${sudo}apt-get update`,
		install,
	];
};

/** The folder of HashiCorp's rpm server for this system. */
const rpmFolder = ({ ID: id = '' }: Readonly<Record<string, string>>): string =>
	id === 'fedora' ? 'fedora' : id === 'amzn' ? 'AmazonLinux' : 'RHEL';

const dnfCommands = async (system: SystemPlace, sudo: string): Promise<string[]> => {
	const folder = rpmFolder(await readRelease(system.osRelease));
	const list = '/etc/yum.repos.d/hashicorp.repo';
	return [
		`${sudo}curl -fsSLo ${list} https://rpm.releases.hashicorp.com/${folder}/hashicorp.repo`,
		`${sudo}dnf install --assumeyes packer`,
	];
};

/**
 * How the package manager that is here would get Packer: apt, dnf or brew; undefined if there is none, or if only the
 * administrator could run it and there is no sudo. Nothing is changed.
 */
export const packageManagerCommand = async (
	environment: Environment = process.env,
	system: SystemPlace = thisSystem,
): Promise<PackageManagerCommand | undefined> => {
	if (await has('brew', environment)) {
		return { name: 'brew', commands: ['brew install hashicorp/tap/packer'] };
	}

	if (!system.isRoot && !(await has('sudo', environment))) {
		return undefined;
	}

	const sudo = system.isRoot ? '' : 'sudo ';
	if (await has('apt-get', environment)) {
		return { name: 'apt', commands: await aptCommands(environment, system, sudo) };
	}

	return (await has('dnf', environment))
		? { name: 'dnf', commands: await dnfCommands(system, sudo) }
		: undefined;
};

/** sudo asks for a password on the terminal, in the middle of whatever is drawn there. */
const checkPassword = async (
	{ commands }: PackageManagerCommand,
	environment: Environment,
): Promise<void> => {
	if (!commands.some(command => /\bsudo /.test(command))) {
		return;
	}

	const { exitCode } = await runCommand('sudo', ['-n', 'true'], { environment, limit });
	if (exitCode !== 0) {
		throw new Problem('sudo asks for a password, which cannot be typed here.', {
			reason: 'Packer comes with a package of the system.',
			next: ['Run this in another window:', ...commands],
			exitCode: exitCodes.missing,
		});
	}
};

/**
 * Has the package manager install Packer, by the commands that were shown before. Whoever calls has asked first.
 * @param say is told each command and each line that it prints.
 * @throws Problem (exit 3) if there is no package manager, a password is wanted, or a command fails.
 */
export const runPackageManager = async (
	environment: Environment = process.env,
	say: (line: string) => void = () => {},
	system: SystemPlace = thisSystem,
): Promise<void> => {
	const found = await packageManagerCommand(environment, system);
	if (!found) {
		throw new Problem('There is no package manager here that could install Packer.', {
			next: ['Install Packer by hand: https://developer.hashicorp.com/packer/install'],
			exitCode: exitCodes.missing,
		});
	}

	await checkPassword(found, environment);
	for (const command of found.commands) {
		say(`$ ${command}`);
		const running = execa('/bin/sh', ['-c', command], {
			env: withoutSecrets(environment),
			extendEnv: false,
			stdin: 'ignore',
			all: true,
			reject: false,
			buffer: false,
		});
		let last = '';
		for await (const line of running.iterable({ from: 'all' })) {
			last = line.trim() === '' ? last : line;
			say(line);
		}

		const { exitCode } = await running;
		if (exitCode !== 0) {
			throw new Problem(`${found.name} did not install Packer.`, {
				...(last === '' ? {} : { reason: last }),
				next: ['See for yourself:', command],
				exitCode: exitCodes.missing,
			});
		}
	}
};
