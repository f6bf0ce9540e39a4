import path from 'node:path';
import { execa } from 'execa';

export type CommandResult = {
	/** Undefined if it could not be started, or was ended by a signal or for taking too long. */
	readonly exitCode: number | undefined;
	/** The code of the system's error if it could not be started (`ENOENT`, `EACCES`, `ENOEXEC`). */
	readonly errorCode: string | undefined;
	readonly timedOut: boolean;
	readonly stdout: string;
	readonly stderr: string;
};

/** Milliseconds that a command has to end by itself when it is told to: what it just writes, it may write to the end. */
const grace = 2000;

/**
 * Runs a command and waits for its end. It is killed, with everything that it
 * started, when it takes longer than the limit (milliseconds). If the signal aborts, all of it is told to end, and
 * killed if it does not.
 * @param folder the topmost one if missing, never the person's: up to 1.10 Packer runs every `packer-plugin-*` that it
 * finds where it is started, whatever it is asked.
 * @param input what is on its standard input; nothing if missing.
 * @throws the reason of the signal, when nothing of the command runs any more; nothing else.
 */
export const runCommand = async (
	program: string,
	commandArguments: readonly string[],
	{
		environment,
		folder,
		input,
		limit,
		signal,
	}: {
		readonly environment: Readonly<Record<string, string | undefined>>;
		readonly folder?: string | undefined;
		readonly input?: string | undefined;
		readonly limit?: number | undefined;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<CommandResult> => {
	signal?.throwIfAborted();
	const command = execa(program, commandArguments, {
		env: environment,
		extendEnv: false,
		...(input === undefined ? { stdin: 'ignore' } : { input }),
		reject: false,
		stripFinalNewline: false,
		// A group of its own: a child that keeps our pipes open would otherwise hold us up beyond the limit.
		detached: true,
		cwd: folder ?? path.parse(process.cwd()).root,
	});
	let timedOut = false;
	const send = (name: NodeJS.Signals): void => {
		if (command.pid !== undefined) {
			try {
				process.kill(-command.pid, name);
			} catch {
				// It has ended by itself.
			}
		}
	};
	const timers: NodeJS.Timeout[] = [];
	const onAbort = (): void => {
		send('SIGTERM');
		timers.push(setTimeout(send, grace, 'SIGKILL'));
	};
	if (limit !== undefined) {
		const onLimit = (): void => {
			timedOut = true;
			send('SIGKILL');
		};
		timers.push(setTimeout(onLimit, limit));
	}

	signal?.addEventListener('abort', onAbort, { once: true });
	try {
		const result = await command;
		signal?.throwIfAborted();
		return {
			exitCode: result.exitCode,
			errorCode: result.code,
			timedOut,
			stdout: result.stdout,
			stderr: result.stderr,
		};
	} finally {
		timers.forEach(clearTimeout);
		signal?.removeEventListener('abort', onAbort);
	}
};

/**
 * Runs a command in the terminal of the person, and gives its exit code; 255 if a signal ended it. What is typed is for it
 * alone: who presses Ctrl-C there does not mean this program, which its caller sees to.
 * @throws Error if it cannot be started.
 */
export const runInTerminal = async (
	program: string,
	commandArguments: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
	signal: AbortSignal,
): Promise<number> => {
	const result = await execa(program, commandArguments, {
		env: environment,
		extendEnv: false,
		stdio: 'inherit',
		reject: false,
		cancelSignal: signal,
	});
	if (result.code !== undefined && result.exitCode === undefined) {
		throw result;
	}

	return result.exitCode ?? 255;
};
