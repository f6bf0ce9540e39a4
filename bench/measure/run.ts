import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Launch, Terminal } from './terminal.ts';

/**
 * Waits until a program in a terminal has ended. @returns milliseconds from its start on.
 * @throws Error with what the screen shows last, if it does not say that it went well.
 */
export const untilDone = async (terminal: Terminal, wellEnded: RegExp): Promise<number> => {
	const took = (await terminal.ended) - terminal.started;
	await terminal.drawn();
	if (!wellEnded.test(terminal.screen())) {
		throw new Error(`It did not end well:\n${terminal.screen().trimEnd()}`);
	}

	return took;
};

/** Runs a program without a terminal. @returns milliseconds. @throws Error with what it printed, if it fails. */
export const timeOf = async (
	{ command: [file = '', ...args], cwd, environment }: Launch,
	signal: AbortSignal,
): Promise<number> => {
	const started = performance.now();
	const child = spawn(file, args, { cwd, env: environment, signal, stdio: ['ignore', 'pipe', 'pipe'] });
	const ended = new Promise<number | null>((resolve, reject) =>
		child.once('error', reject).once('close', resolve),
	);
	const [printed, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	if (code !== 0) {
		throw new Error(`It ended with ${code}: ${(complained || printed).trim().split('\n').at(-1)}`);
	}

	return performance.now() - started;
};
