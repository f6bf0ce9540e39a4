import path from 'node:path';
import type { Sandbox, Streams } from './sandbox.ts';
import { interpret } from './shell.ts';
import { scpTarget, type TraceOptions, traceCommand } from './trace.ts';
import { remember, type Uploads } from './uploads.ts';

/** The texts of the scripts that a command line runs. */
const scriptsIn = (command: string, home: string, uploads: Uploads): readonly string[] =>
	interpret(command, home, uploads).flatMap(step =>
		step.kind === 'script' ? (step.upload.content?.toString('utf8') ?? '') : [],
	);

/** Something that happens once, instead of a script. */
export type Mishap = {
	/** Whether it happens instead of the script that waits for the machine, or of the first one after that. */
	readonly whileItWaits?: boolean;
	/** Gives the exit code of the script. */
	readonly happen: (streams: Streams, signal: AbortSignal, command: string) => Promise<number>;
};

/** How the script that waits for the machine is known. */
const waits = /cloud-init status --wait/;

/** A sandbox in which something happens. */
export const withMishap = (
	sandbox: Sandbox,
	home: string,
	uploads: Uploads,
	mishap: Mishap | undefined,
): Sandbox => {
	if (mishap === undefined) {
		return sandbox;
	}

	let hasHappened = false;
	return {
		...sandbox,
		execute: async (command, streams, signal) => {
			const { whileItWaits = false, happen } = mishap;
			const scripts = scriptsIn(command, home, uploads);
			if (hasHappened || !scripts.some(script => waits.test(script) === whileItWaits)) {
				return sandbox.execute(command, streams, signal);
			}

			hasHappened = true;
			return happen(streams, signal, command);
		},
	};
};

/** A sandbox that remembers the scripts uploaded to it. */
export const rememberUploads = (sandbox: Sandbox, home: string, uploads: Uploads): Sandbox => ({
	...sandbox,
	receive: async command => {
		const receiver = await sandbox.receive(command);
		const target = scpTarget(command, home);
		return {
			...receiver,
			file: async (file, mode, size) => {
				const write = await receiver.file(file, mode, size);
				return async content => {
					const { passed, taken } = remember(content, size);
					await write(passed);
					uploads.set(path.posix.join(target, file), { mode, size, content: taken() });
				};
			},
		};
	},
});

/** A sandbox that does not run scripts which may not be run: they are checked and shown, as in a trace. */
export const guardScripts = (
	sandbox: Sandbox,
	options: {
		readonly home: string;
		readonly uploads: Uploads;
		readonly traceReason: (scriptContent: string) => string | undefined;
		readonly onNotRun: TraceOptions['onNotRun'];
		readonly folder: string;
	},
): Sandbox => ({
	...sandbox,
	execute: async (command, streams, signal) => {
		const { home, uploads } = options;
		const reason = scriptsIn(command, home, uploads)
			.map(options.traceReason)
			.find(found => found !== undefined);
		return reason === undefined
			? sandbox.execute(command, streams, signal)
			: traceCommand(command, { ...options, reason }, streams);
	},
});
