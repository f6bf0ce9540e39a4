import type { Environment } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { runCommand, runInTerminal } from '../../../../base/run-command.ts';

/** How one gets into a machine. */
export type SshAccess = {
	readonly user: string;
	readonly address: string;
	/** The file with the private key, and the one that keeps whom one has met, absolute. */
	readonly key: string;
	readonly hosts: string;
};

/** The words of the command that logs in. */
export const sshWords = ({ user, address, key, hosts }: SshAccess): readonly string[] => [
	...['ssh', '-i', key, '-o', 'IdentitiesOnly=yes', '-o', 'StrictHostKeyChecking=accept-new'],
	...['-o', `UserKnownHostsFile=${hosts}`, `${user}@${address}`],
];

/** Tells how far the first boot is, in the words of cloud-init: `status: done`. */
const bootScript = 'if command -v cloud-init >/dev/null; then cloud-init status; else echo status: none; fi';

/** Milliseconds that a log-in may take before it is tried again. */
const patience = 20_000;

/** Sees to it that there is an ssh to log in with. @throws Problem (exit 3) if there is none, or the reason of the signal. */
export const needSsh = async (environment: Environment, signal: AbortSignal): Promise<void> => {
	const { errorCode } = await runCommand('ssh', ['-V'], { environment, limit: patience, signal });
	if (errorCode !== undefined) {
		throw new Problem('There is no ssh here to log in to a test machine with.', {
			reason: `No program of that name can be started by PATH (${errorCode}).`,
			next: ['Install it: the package openssh-client, or openssh-clients'],
			exitCode: exitCodes.missing,
		});
	}
};

/** How far a machine is that is logged in to; undefined if it does not answer yet. @throws the reason of the signal. */
export const lookBySsh = async (
	access: SshAccess,
	environment: Environment,
	signal: AbortSignal,
): Promise<string | undefined> => {
	const [program = '', ...words] = sshWords(access);
	const args = [
		'-o',
		'BatchMode=yes',
		'-o',
		'ConnectTimeout=5',
		'-o',
		'LogLevel=ERROR',
		...words,
		bootScript,
	];
	const { stdout } = await runCommand(program, args, { environment, limit: patience, signal });
	return /^status: ([\w-]+)/m.exec(stdout)?.[1];
};

/** Hands the terminal over to a log-in, and takes it back when that ends. @throws Error if there is no ssh. */
export const logIn = (access: SshAccess, environment: Environment, signal: AbortSignal): Promise<number> => {
	const [program = '', ...words] = sshWords(access);
	return runInTerminal(program, words, environment, signal);
};
