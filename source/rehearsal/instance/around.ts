import path from 'node:path';
import { type Sandbox, writeOut } from './sandbox.ts';
import { interpret } from './shell.ts';
import { scpTarget, type TraceOptions, traceCommand } from './trace.ts';
import { remember, type Uploads } from './uploads.ts';

const runsScript = (command: string, home: string, uploads: Uploads): boolean =>
	interpret(command, home, uploads).some(step => step.kind === 'script');

/** A sandbox whose first script fails, as the fault `script-fails` asks. */
export const failFirstScript = (sandbox: Sandbox, home: string, uploads: Uploads): Sandbox => {
	let hasFailed = false;
	return {
		...sandbox,
		execute: async (command, streams, signal) => {
			if (hasFailed || !runsScript(command, home, uploads)) {
				return sandbox.execute(command, streams, signal);
			}

			hasFailed = true;
			await writeOut(
				streams.stderr,
				'This script was made to fail: the rehearsal was asked for script-fails.\n',
			);
			return 1;
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
		const reason = interpret(command, home, uploads)
			.filter(step => step.kind === 'script')
			.map(step => options.traceReason(step.upload.content?.toString('utf8') ?? ''))
			.find(found => found !== undefined);
		return reason === undefined
			? sandbox.execute(command, streams, signal)
			: traceCommand(command, { ...options, reason }, streams);
	},
});
