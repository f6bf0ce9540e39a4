import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { compiledFolder, testEnvironment } from '../setup/places.ts';
import { expectNoMistakes } from './ended-well.ts';
import { endProcesses, processesOf } from './home-processes.ts';

export const root = path.resolve(import.meta.dirname, '../..');
export const builtProgram = path.join(root, 'dist', 'cli.cjs');

/** A person of their own: a home with nothing in it, and an empty folder to work in. */
export type Person = {
	readonly home: string;
	/** The folder in which the program is started. */
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
};

/** The processes that a person started and that still run, builds that go on included. Linux only: empty elsewhere. */
export const runningProcesses = (person: Person): Promise<number[]> => processesOf(person.home);

/** Makes a person; everything of theirs ends and goes with the test. */
export const makePerson = async (extra: Readonly<Record<string, string>> = {}): Promise<Person> => {
	const home = await mkdtemp(path.join(tmpdir(), 'pw-'));
	const folder = path.join(home, 'folder');
	const temporary = path.join(home, 'tmp');
	await mkdir(folder);
	await mkdir(temporary);
	onTestFinished(async () => {
		await endProcesses(home);
		try {
			await expectNoMistakes(home);
		} finally {
			await rm(home, { recursive: true, force: true, maxRetries: 5 });
		}
	});
	return {
		home,
		folder,
		environment: {
			PATH: process.env['PATH'] ?? '',
			HOME: home,
			TMPDIR: temporary,
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
			AWS_EC2_METADATA_DISABLED: 'true',
			// What was compiled for one is there for the next.
			NODE_COMPILE_CACHE: compiledFolder,
			...testEnvironment(),
			...extra,
		},
	};
};

export type Ended = {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
};

export type RunOptions = {
	/** More of the environment; undefined takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	readonly input?: string;
	/** What is started instead of the built program. */
	readonly command?: readonly string[];
	readonly onStart?: (pid: number) => void;
};

/** Runs the program without any terminal, to its end. */
export const runProgram = (
	person: Person,
	args: readonly string[],
	{
		env = {},
		cwd = person.folder,
		input = '',
		command = [process.execPath, builtProgram],
		onStart,
	}: RunOptions = {},
): Promise<Ended> =>
	new Promise((resolve, reject) => {
		const [file = '', ...before] = command;
		const child = spawn(file, [...before, ...args], { cwd, env: { ...person.environment, ...env } });
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', chunk => {
			stdout += chunk;
		});
		child.stderr.setEncoding('utf8').on('data', chunk => {
			stderr += chunk;
		});
		child.on('error', reject);
		child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
		child.stdin.on('error', () => {}).end(input);
		if (child.pid !== undefined) {
			onStart?.(child.pid);
		}
	});
