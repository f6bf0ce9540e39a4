import { readdir, readFile } from 'node:fs/promises';
import type { Environment } from '../base/paths.ts';
import { runCommand } from '../base/run-command.ts';
import { atLeast, parseVersion } from '../base/versions.ts';
import { programsOnPath } from './find.ts';
import { oldestPacker } from './probe.ts';

/** A package manager, by the name that people know. */
export type ManagerName = 'brew' | 'apt' | 'dnf';

/** How a package manager of this machine gets Packer. */
type PackageManagerCommand = {
	readonly name: ManagerName;
	/** Shell commands as a person would type them, one after the other; exactly these are run. */
	readonly commands: readonly string[];
};

/** What looking for a package manager came to. */
type PackageManagerSearch =
	| { readonly kind: 'found'; readonly manager: PackageManagerCommand }
	/** Why none can be used, one sentence. */
	| { readonly kind: 'missing'; readonly reason: string };

/** The system, for tests of what another one would be told. */
export type SystemPlace = {
	/** `/etc/os-release`, which says what a Linux is. */
	readonly osRelease: string;
	/** Where apt keeps what its repositories offer. */
	readonly aptLists: string;
	readonly isRoot: boolean;
};

export const thisSystem: SystemPlace = {
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
const aptCandidate = async (environment: Environment, signal?: AbortSignal): Promise<string | undefined> => {
	const { stdout } = await runCommand('apt-cache', ['policy', 'packer'], {
		environment: { ...environment, LC_ALL: 'C' },
		limit,
		signal,
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
	signal?: AbortSignal,
): Promise<string[]> => {
	const install = `${sudo}apt-get install --yes packer`;
	const candidate = await aptCandidate(environment, signal);
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

/** The managers by the programs that they are found by, the one that asks for the least first. */
const managers: readonly { readonly name: ManagerName; readonly program: string }[] = [
	{ name: 'brew', program: 'brew' },
	{ name: 'apt', program: 'apt-get' },
	{ name: 'dnf', program: 'dnf' },
];

/** Why this person cannot run a manager, the beginning of a sentence; undefined if they can. */
const hindrance = (name: ManagerName, isRoot: boolean, hasSudo: boolean): string | undefined => {
	if (name === 'brew') {
		return isRoot ? 'Homebrew refuses to run as root' : undefined;
	}

	return isRoot || hasSudo ? undefined : `${name} needs root, and there is no sudo`;
};

/**
 * How the package manager that is here would get Packer: Homebrew, apt or dnf, the first that this person can run.
 * Nothing is changed.
 * @throws the reason of the signal; nothing else.
 */
export const searchPackageManager = async (
	environment: Environment,
	signal?: AbortSignal,
	system: SystemPlace = thisSystem,
): Promise<PackageManagerSearch> => {
	const hasSudo = await has('sudo', environment);
	const sudo = system.isRoot ? '' : 'sudo ';
	const hindrances: string[] = [];
	for (const { name, program } of managers) {
		if (!(await has(program, environment))) {
			continue;
		}

		const why = hindrance(name, system.isRoot, hasSudo);
		if (why !== undefined) {
			hindrances.push(why);
			continue;
		}

		const commands =
			name === 'brew'
				? ['brew install hashicorp/tap/packer']
				: name === 'apt'
					? await aptCommands(environment, system, sudo, signal)
					: await dnfCommands(system, sudo);
		return { kind: 'found', manager: { name, commands } };
	}

	return {
		kind: 'missing',
		reason: hindrances.length === 0 ? 'There is no apt, dnf or Homebrew.' : `${hindrances.join('; ')}.`,
	};
};
