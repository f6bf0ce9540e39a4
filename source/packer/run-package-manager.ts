import { execa } from 'execa';
import type { Environment } from '../base/paths.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { runCommand } from '../base/run-command.ts';
import { withoutSecrets } from '../base/secrets.ts';
import { type ManagerName, type SystemPlace, searchPackageManager, thisSystem } from './package-manager.ts';

/** Milliseconds that sudo has for what it is asked. */
const limit = 20_000;

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
 * given up, and a step of an installation is done to its end first. apt 2.6.1 even ends the whole installation then,
 * with "Operation was interrupted before it could finish"; after a SIGTERM or SIGKILL in the midst of it packages are
 * half there, and nothing can be installed before `dpkg --configure -a`.
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
	readonly environment: Environment;
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
	{ environment, say = () => {}, signal }: Running,
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
export const runPackageManager = async (how: Running, system: SystemPlace = thisSystem): Promise<void> => {
	const { environment, signal } = how;
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
