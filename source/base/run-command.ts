import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { systemErrorCode } from './problem.ts';

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

/** Collects what a stream gives; the function tells all of it so far. */
const collect = (stream: Readable | null): (() => string) => {
	const chunks: Buffer[] = [];
	stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
	return () => Buffer.concat(chunks).toString();
};

type Exit = Pick<CommandResult, 'exitCode' | 'errorCode'>;

/** Waits until nobody holds the pipes of a process any more, or tells why it was not started. */
export const untilClosed = (child: ChildProcess): Promise<Exit> =>
	new Promise(resolve => {
		child.once('error', error => resolve({ exitCode: undefined, errorCode: systemErrorCode(error) }));
		child.once('close', code => resolve({ exitCode: code ?? undefined, errorCode: undefined }));
	});

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
	let command: ChildProcess;
	try {
		command = spawn(program, commandArguments, {
			env: environment,
			stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
			// A group of its own: a child that keeps our pipes open would otherwise hold us up beyond the limit.
			detached: true,
			cwd: folder ?? path.parse(process.cwd()).root,
		});
	} catch (error) {
		// Some errors of the system are thrown, such as that a file is no program (ENOEXEC).
		const errorCode = systemErrorCode(error);
		return { exitCode: undefined, errorCode, timedOut: false, stdout: '', stderr: '' };
	}

	const exit = untilClosed(command);
	const [stdout, stderr] = [collect(command.stdout), collect(command.stderr)];
	// It may end without reading what it is given.
	command.stdin?.on('error', () => {}).end(input);
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
		const ended = await exit;
		signal?.throwIfAborted();
		return { ...ended, timedOut, stdout: stdout(), stderr: stderr() };
	} finally {
		timers.forEach(clearTimeout);
		signal?.removeEventListener('abort', onAbort);
	}
};
