import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcesses } from '../../test/helpers/home-processes.ts';
import { testEnvironment } from '../../test/setup/places.ts';
import { type Launch, openTerminal, type Terminal } from './terminal.ts';

export const root = path.resolve(import.meta.dirname, '../..');

export const programFile = path.join(root, 'dist', 'cli.cjs');

/** What is measured: the built program, by the Node.js that runs the benchmark. */
export const program: readonly string[] = [process.execPath, programFile];

/** Somebody with a home of their own, and a folder in it in which programs are started. */
export type Person = {
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;
};

/** What of the environment of who measures is handed on: where Packer and its plugins are, and what containers start from. */
const handedOn = ['PATH', 'PACKER_PLUGIN_PATH', 'PACKER_WIZARD_PACKER', 'PACKER_WIZARD_REHEARSAL_IMAGE'];

const ownEnvironment = (): Record<string, string> =>
	Object.fromEntries(
		handedOn.flatMap(name => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);

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
	let closing: Promise<void> | undefined;
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
					HOME: home,
					TMPDIR: temporary,
					TERM: 'xterm-256color',
					LANG: 'C.UTF-8',
					AWS_EC2_METADATA_DISABLED: 'true',
					...testEnvironment(),
					...ownEnvironment(),
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
		close: () => {
			closing ??= (async () => {
				for (const end of ends.reverse()) {
					await end();
				}
			})();
			return closing;
		},
	};
};
