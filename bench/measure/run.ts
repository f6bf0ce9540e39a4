import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Launch, Terminal } from './terminal.ts';

/** What our program says of why there was no image, or the last that it said. */
const reasonOn = (screen: string): string =>
	(/^ +Happened +(.*)$|^(Packer: .*)$/m.exec(screen)?.slice(1).find(Boolean) ??
		screen.trimEnd().split('\n').at(-1)) ||
	'it ended at once';

/**
 * Waits until a program in a terminal has ended. @returns milliseconds from its start on.
 * @throws Error with what the screen says, if it does not say that it went well.
 */
export const untilDone = async (terminal: Terminal, wellEnded: RegExp): Promise<number> => {
	const took = (await terminal.ended) - terminal.started;
	await terminal.drawn();
	if (!wellEnded.test(terminal.screen())) {
		throw new Error(reasonOn(terminal.screen()));
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
