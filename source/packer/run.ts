import { spawn } from 'node:child_process';
import { exitCodes, Problem, systemErrorCode } from '../base/problem.ts';

/** What Packer is told; it runs in the folder of the template. */
const buildArguments = ['build', '-machine-readable', '-color=false', '.'] as const;

/**
 * The same for a build whose machine is kept: whatever ends it, Packer deletes nothing. Its debug mode leaves the private
 * key in its working folder, `ec2_<source>.pem`, 0600; it asks nothing where output is for machines (1.6.6, 1.16.0).
 * @param isSecret whether that mode would print a password as well, as it does with WinRM.
 */
export const keepingArguments = (isSecret: boolean): readonly string[] => {
	const [command, ...rest] = buildArguments;
	return [command, ...(isSecret ? [] : ['-debug']), '-on-error=abort', ...rest];
};

export type PackerExit = {
	/** Null if a signal ended it. */
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
};

export type RunningPacker = {
	readonly pid: number;
	readonly exited: Promise<PackerExit>;
};

const startProblem = (program: string, error: unknown): Problem =>
	new Problem(`${program} cannot be started.`, {
		reason:
			systemErrorCode(error) === 'ENOENT'
				? 'It is not there any more.'
				: error instanceof Error
					? error.message
					: String(error),
		next: ['See what is found instead: packer-wizard doctor'],
		exitCode: exitCodes.missing,
		cause: error,
	});

/**
 * Starts a build in a process group and session of its own, so that no terminal's Ctrl-C or hang-up reaches it and it
 * goes on if its parent dies. Node's own spawn, because nothing shall stand between Packer and the two files.
 * @param folder where the template is; Packer's working folder.
 * @param stdout a file descriptor that is open for writing; so is stderr.
 * @throws Problem (exit 3) if the program cannot be started.
 */
export const spawnPacker = async ({
	program,
	folder,
	environment,
	stdout,
	stderr,
	arguments: commandArguments = buildArguments,
}: {
	readonly program: string;
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly stdout: number;
	readonly stderr: number;
	readonly arguments?: readonly string[];
}): Promise<RunningPacker> => {
	const child = spawn(program, commandArguments, {
		cwd: folder,
		env: environment,
		detached: true,
		stdio: ['ignore', stdout, stderr],
	});
	const exited = new Promise<PackerExit>(resolve => {
		child.once('exit', (code, signal) => resolve({ code, signal }));
	});
	await new Promise<void>((resolve, reject) => {
		child.once('spawn', resolve);
		child.once('error', error => reject(startProblem(program, error)));
	});
	if (child.pid === undefined) {
		throw startProblem(program, new Error('The system gave no process id.'));
	}

	return { pid: child.pid, exited };
};
