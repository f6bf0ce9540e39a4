import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { withoutSecrets } from '../base/secrets.ts';
import { atLeast, parseVersion } from '../base/versions.ts';
import { runCommand } from './command.ts';
import { programsOnPath } from './find.ts';
import { oldestPacker } from './probe.ts';

type ManagerName = 'brew' | 'apt' | 'dnf';

/** How a package manager of this machine gets Packer. */
export type PackageManagerCommand = {
	readonly name: ManagerName;
	/** Shell commands as a person would type them, one after the other; exactly these are run. */
	readonly commands: readonly string[];
};

/** What looking for a package manager came to. */
export type PackageManagerSearch =
	| { readonly kind: 'found'; readonly manager: PackageManagerCommand }
	/** Why none can be used, one sentence. */
	| { readonly kind: 'missing'; readonly reason: string };

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

const needsSudo = (command: string): boolean => /\bsudo /.test(command);

/** sudo asks for a password on the terminal, in the middle of whatever is drawn there. */
const checkPassword = async (
	commands: readonly string[],
	environment: Environment,
	signal: AbortSignal | undefined,
): Promise<void> => {
	if (!commands.some(needsSudo)) {
		return;
	}

	const { exitCode } = await runCommand('sudo', ['-n', 'true'], { environment, limit, signal });
	if (exitCode !== 0) {
		throw new Problem('sudo asks for a password, which cannot be typed here.', {
			reason: 'Packer comes with a package of the system.',
			next: ['Run this in another window:', ...commands],
			exitCode: exitCodes.missing,
		});
	}
};

/**
 * Does to a process group what Ctrl-C at a terminal does, which every package manager is made for: what is loaded is
 * given up, and a step of an installation is done to its end first. Ended otherwise, it leaves a lock and packages that
 * are half there: SIGTERM ends apt-get, but not the dpkg that it started.
 */
const interrupt = async (group: number, command: string, environment: Environment): Promise<void> => {
	if (needsSudo(command)) {
		// Only root may send root's processes a signal.
		const kill = ['-n', 'sh', '-c', 'kill -s INT -- "$0"', `-${group}`];
		if ((await runCommand('sudo', kill, { environment, limit })).exitCode === 0) {
			return;
		}
	}

	try {
		process.kill(-group, 'SIGINT');
	} catch {
		// It has ended by itself, or is root's.
	}
};

type Running = {
	readonly environment?: Environment;
	/** Is told each command and each line that it prints. */
	readonly say?: (line: string) => void;
	readonly signal?: AbortSignal | undefined;
};

/**
 * Runs a command until nothing of it runs any more, and tells what it prints.
 * @throws Problem (exit 3) if it fails, or the reason of the signal.
 */
const runShell = async (
	name: ManagerName,
	command: string,
	{ environment = process.env, say = () => {}, signal }: Running,
): Promise<void> => {
	say(`$ ${command}`);
	const passed = withoutSecrets(environment);
	const running = execa('/bin/sh', ['-c', command], {
		env: passed,
		extendEnv: false,
		stdin: 'ignore',
		all: true,
		reject: false,
		buffer: false,
		// A group of its own: no Ctrl-C and no closed terminal reaches it but through us.
		detached: true,
	});
	const { pid } = running;
	let interrupted: Promise<void> | undefined;
	const onAbort = (): void => {
		if (pid !== undefined) {
			say(`${name} is told to stop. It ends the step that it is at, and is waited for.`);
			interrupted = interrupt(pid, command, passed);
		}
	};
	signal?.addEventListener('abort', onAbort, { once: true });
	try {
		let last = '';
		for await (const line of running.iterable({ from: 'all' })) {
			last = line.trim() === '' ? last : line;
			say(line);
		}

		const { exitCode } = await running;
		await interrupted;
		signal?.throwIfAborted();
		if (exitCode !== 0) {
			throw new Problem(`${name} did not install Packer.`, {
				...(last === '' ? {} : { reason: last }),
				next: ['See for yourself:', command],
				exitCode: exitCodes.missing,
			});
		}
	} finally {
		signal?.removeEventListener('abort', onAbort);
	}
};

/**
 * Has the package manager install Packer, by the commands that were shown before. Whoever calls has asked first.
 * @throws Problem (exit 3) if there is no package manager, a password is wanted, or a command fails; the reason of the
 * signal, once the package manager has ended what it was at.
 */
export const runPackageManager = async (
	how: Running = {},
	system: SystemPlace = thisSystem,
): Promise<void> => {
	const { environment = process.env, signal } = how;
	const found = await searchPackageManager(environment, signal, system);
	if (found.kind === 'missing') {
		throw new Problem('There is no package manager here that could install Packer.', {
			reason: found.reason,
			next: ['Install Packer by hand: https://developer.hashicorp.com/packer/install'],
			exitCode: exitCodes.missing,
		});
	}

	const { name, commands } = found.manager;
	await checkPassword(commands, environment, signal);
	for (const command of commands) {
		await runShell(name, command, how);
	}
};
