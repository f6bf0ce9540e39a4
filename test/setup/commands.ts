import { spawnSync } from 'node:child_process';
import { testEnvironment } from './places.ts';

/**
 * Runs a command to its end and gives what it printed on standard output.
 * @throws Error with everything that it printed, if it failed.
 */
export const output = (command: string, ...args: readonly string[]): string => {
	const { status, error, stdout, stderr } = spawnSync(command, args, {
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...testEnvironment(), DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
	});
	if (error ?? status !== 0) {
		throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stdout + stderr}`);
	}

	return stdout;
};

/** Runs a command to its end. @throws Error as `output` does. */
export const run = (command: string, ...args: readonly string[]): void => {
	output(command, ...args);
};
