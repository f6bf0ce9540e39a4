import path from 'node:path';
import { type Receiver, type Sandbox, type Streams, writeOut } from './sandbox.ts';
import { checkScript } from './script.ts';
import { type CommandStep, interpret, simpleCommands } from './shell.ts';
import { absolute, remember, type Upload, type Uploads } from './uploads.ts';

export type TraceOptions = {
	readonly home: string;
	readonly uploads: Uploads;
	/** Why nothing is run, a sentence. */
	readonly reason: string;
	/** Where bash is started. */
	readonly folder: string;
	/** Told of each script, with its content. */
	readonly onNotRun: ((scriptContent: string) => void) | undefined;
};

const showScript = async (
	step: Extract<CommandStep, { kind: 'script' }>,
	options: TraceOptions,
	streams: Streams,
): Promise<number> => {
	const checked = await checkScript(step.upload, step.path, options.reason, options.folder);
	if (step.upload.content) {
		options.onNotRun?.(step.upload.content.toString('utf8'));
	}

	await writeOut(streams.stdout, `${checked.lines.join('\n')}\n`);
	if (checked.errors.length > 0) {
		await writeOut(streams.stderr, `${checked.errors.join('\n')}\n`);
	}

	return checked.code;
};

/** Goes through a command line without running it: checks and shows its scripts, forgets the files that it removes. */
export const traceCommand = async (
	command: string,
	options: TraceOptions,
	streams: Streams,
): Promise<number> => {
	const { home, uploads } = options;
	for (const step of interpret(command, home, uploads)) {
		if (step.kind === 'script') {
			const code = await showScript(step, options, streams);
			if (code !== 0) {
				return code;
			}
		} else if (step.kind === 'remove') {
			for (const file of step.paths) {
				uploads.delete(file);
			}
		} else if (step.kind === 'exit') {
			return step.code;
		} else if (step.kind === 'other') {
			await writeOut(streams.stdout, `Not run: ${step.words.join(' ')}\n`);
		}
	}

	return 0;
};

/** The last word of an scp command line: the path that it is about. */
export const scpTarget = (command: string, home: string): string =>
	absolute(home, simpleCommands(command)[0]?.at(-1) ?? '.');

const receiver = (target: string, uploads: Uploads): Receiver => ({
	said: '',
	// A script that was not run may have made the folder, so that its absence is no error.
	isFolder: true,
	folder: async () => {},
	file: async (file, mode, size) => async content => {
		const { passed, taken } = remember(content, size);
		for await (const part of passed) {
			void part;
		}

		const upload: Upload = { mode, size, content: taken() };
		uploads.set(path.posix.join(target, file), upload);
	},
	end: async () => {},
});

/** A sandbox that runs nothing: it takes in files, checks scripts, and shows them. */
export const newTrace = (options: TraceOptions): Sandbox => ({
	execute: (command, streams) => traceCommand(command, options, streams),
	receive: async command => receiver(scpTarget(command, options.home), options.uploads),
	send: async command => {
		const target = scpTarget(command, options.home);
		const upload = options.uploads.get(target);
		if (upload?.content === undefined) {
			throw new Error(`${target}: no such file, for nothing was run. ${options.reason}`);
		}

		const content = (async function* () {
			yield upload.content ?? Buffer.alloc(0);
		})();
		return {
			said: '',
			name: path.posix.basename(target),
			mode: upload.mode,
			size: upload.size,
			content,
			end: async () => {},
		};
	},
	end: async () => {},
});
