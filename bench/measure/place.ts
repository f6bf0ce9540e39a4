import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcesses } from '../../test/helpers/home-processes.ts';
import { testEnvironment } from '../../test/setup/places.ts';
import { type Launch, openTerminal, type Terminal } from './terminal.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** What is measured: the built program, by the Node.js that runs the benchmark. */
export const program: readonly string[] = [process.execPath, path.join(root, 'dist', 'cli.js')];

/** Somebody with a home of their own, and a folder in it in which programs are started. */
export type Person = {
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
};

/** Where benchmarks work. What they start and write goes with it, however they end. */
export type Place = {
	/** Aborts when the person breaks off. */
	readonly signal: AbortSignal;
	readonly makePerson: () => Promise<Person>;
	readonly open: (launch: Launch) => Terminal;
	/** Something to be ended with the place. */
	readonly onClose: (end: () => Promise<unknown>) => void;
	readonly close: () => Promise<void>;
};

export const openPlace = async (signal: AbortSignal): Promise<Place> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'packer-wizard-bench-'));
	const ends: (() => Promise<unknown>)[] = [
		() => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
	];
	let persons = 0;
	return {
		signal,
		makePerson: async () => {
			signal.throwIfAborted();
			persons++;
			const home = path.join(folder, String(persons));
			const work = path.join(home, 'work');
			const temporary = path.join(home, 'tmp');
			await mkdir(work, { recursive: true });
			await mkdir(temporary);
			ends.push(() => endProcesses(home));
			return {
				folder: work,
				environment: {
					PATH: process.env['PATH'] ?? '',
					HOME: home,
					TMPDIR: temporary,
					TERM: 'xterm-256color',
					LANG: 'C.UTF-8',
					AWS_EC2_METADATA_DISABLED: 'true',
					...testEnvironment(),
				},
			};
		},
		open: launch => {
			signal.throwIfAborted();
			const terminal = openTerminal(launch);
			ends.push(terminal.close);
			return terminal;
		},
		onClose: end => ends.push(end),
		close: async () => {
			for (const end of ends.splice(0).reverse()) {
				await end();
			}
		},
	};
};
