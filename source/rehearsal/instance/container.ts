import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Engine } from './engine.ts';
import { holdContainer, holdOn, readyMark } from './held-container.ts';
import type { Download, Receiver, Sandbox, Streams } from './sandbox.ts';

const mostTimeToStart = 60_000;

// The first process prints where the user is at home and then waits for the end of its input.
const waitScript = `eval "printf '${readyMark} %s\\n' ~$1"; ${holdOn}`;

// The command comes first on standard input, up to a NUL; what follows is the command's own input. An argument would
// show in the host's list of processes, and commands hold secrets.
const runScript = `LC_ALL=C IFS= read -r -d '' REHEARSAL_COMMAND
cd 2>/dev/null
eval "unset REHEARSAL_COMMAND; $REHEARSAL_COMMAND"`;

// Takes records of kind, mode, size and path, each ended by NUL, and answers each with a line.
const receiveScript = `export LC_ALL=C
IFS= read -r -d '' command
cd 2>/dev/null
eval "set -- $command"
target=\${!#}
if [ -d "$target" ]; then echo folder; else echo other; fi
answer() { if [ "$1" = 0 ]; then echo ok; else message=\${2#*: line *: }; echo "error \${message//$'\\n'/ }"; fi; }
while IFS= read -r -d '' kind && IFS= read -r -d '' mode && IFS= read -r -d '' size && IFS= read -r -d '' path; do
	path=$target\${path:+/$path}
	if [ "$kind" = folder ]; then
		message=$({ [ -d "$path" ] || mkdir -- "$path" && chmod "$mode" -- "$path"; } 2>&1)
		answer $? "$message"
	elif message=$({ : >"$path"; } 2>&1); then
		chmod "$mode" -- "$path" 2>/dev/null
		answer 0
		message=$({ head -c "$size" >"$path"; } 2>&1)
		answer $? "$message"
	else
		answer 1 "$message"
	fi
done`;

const sendScript = `export LC_ALL=C
IFS= read -r -d '' command
cd 2>/dev/null
eval "set -- $command"
path=\${!#}
if [ -d "$path" ]; then
	echo "error $path: not a regular file"
elif [ -r "$path" ]; then
	stat -c 'file %a %s' -- "$path"
	cat -- "$path"
else
	echo "error $path: No such file or directory, or not to be read"
fi`;

export type ContainerOptions = {
	readonly engine: Engine;
	readonly image: string;
	readonly name: string;
	readonly username: string;
	readonly buildId: string;
};

/** The started container: a sandbox, and where its user is at home. */
export type Container = Sandbox & { readonly home: string };

type Inside = (script: string, command: string) => ChildProcessWithoutNullStreams;

const finished = (child: ChildProcessWithoutNullStreams): Promise<number> =>
	new Promise((resolve, reject) => {
		child.once('error', reject);
		// The engine's program was ended because the client hung up: nobody hears the code.
		child.once('close', code => resolve(code ?? 255));
	});

const execute = async (
	inside: Inside,
	command: string,
	streams: Streams,
	signal: AbortSignal,
): Promise<number> => {
	const child = inside(runScript, command);
	const code = finished(child);
	const hangUp = (): void => {
		child.kill();
	};

	signal.addEventListener('abort', hangUp, { once: true });
	streams.stdin.pipe(child.stdin);
	try {
		const [exit] = await Promise.all([
			code,
			pipeline(child.stdout, streams.stdout, { end: false }),
			pipeline(child.stderr, streams.stderr, { end: false }),
		]);
		return exit;
	} finally {
		streams.stdin.unpipe(child.stdin);
		signal.removeEventListener('abort', hangUp);
		hangUp();
	}
};

/** Reads a program's lines one by one, then its bytes. */
const receive = async (inside: Inside, command: string): Promise<Receiver> => {
	const child = inside(receiveScript, command);
	child.stderr.resume();
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	const over = finished(child);
	over.catch(() => {});
	const next = async (): Promise<string> => {
		const line = await lines.next();
		if (line.done) {
			throw new Error('the container is gone');
		}

		return line.value;
	};

	const expectOk = async (): Promise<void> => {
		const answer = await next();
		if (answer !== 'ok') {
			throw new Error(answer.replace(/^error /, ''));
		}
	};

	const ask = (kind: string, mode: string, size: number, path: string): Promise<void> => {
		child.stdin.write(`${kind}\0${mode}\0${size}\0${path}\0`);
		return expectOk();
	};

	return {
		isFolder: (await next()) === 'folder',
		folder: (path, mode) => ask('folder', mode, 0, path),
		file: async (path, mode, size) => {
			await ask('file', mode, size, path);
			return async content => {
				await pipeline(content, child.stdin, { end: false });
				await expectOk();
			};
		},
		end: async () => {
			child.stdin.end();
			await over.catch(() => {});
		},
	};
};

const send = async (inside: Inside, command: string): Promise<Download> => {
	const child = inside(sendScript, command);
	child.stderr.resume();
	const over = finished(child);
	over.catch(() => {});
	const chunks: AsyncIterator<Buffer> = child.stdout[Symbol.asyncIterator]();
	let head = Buffer.alloc(0);
	while (!head.includes(10)) {
		const chunk = await chunks.next();
		if (chunk.done) {
			throw new Error('the container is gone');
		}

		head = Buffer.concat([head, chunk.value]);
	}

	const line = head.subarray(0, head.indexOf(10)).toString('utf8');
	const [, mode = '', size = ''] = /^file (\d+) (\d+)$/.exec(line) ?? [];
	if (mode === '') {
		child.kill();
		throw new Error(line.replace(/^error /, ''));
	}

	const content = async function* (): AsyncGenerator<Buffer> {
		let left = Number(size);
		let chunk: Buffer = head.subarray(head.indexOf(10) + 1);
		for (;;) {
			yield chunk.subarray(0, left);
			left -= Math.min(left, chunk.length);
			if (left === 0) {
				return;
			}

			const following = await chunks.next();
			if (following.done) {
				throw new Error('the download broke off');
			}

			chunk = following.value;
		}
	};

	const name = command.trimEnd().split('/').at(-1) ?? 'file';
	return {
		name,
		mode,
		size: Number(size),
		content: content(),
		end: async () => {
			child.kill();
			await over.catch(() => {});
		},
	};
};

/** Starts a container to run commands in. @throws Error with what the engine says. */
export const startContainer = async (options: ContainerOptions): Promise<Container> => {
	const { engine, username } = options;
	const container = await holdContainer(engine, {
		image: options.image,
		name: options.name,
		buildId: options.buildId,
		command: ['/bin/bash', '-c', waitScript, 'bash', username],
		milliseconds: mostTimeToStart,
	});
	const home = container.greeting;
	const inside: Inside = (script, command) => {
		const names = [`USER=${username}`, `LOGNAME=${username}`, `HOME=${home}`, 'SHELL=/bin/bash'];
		const child = spawn(
			engine.program,
			[
				'exec',
				'--interactive',
				'--user',
				username,
				...names.flatMap(name => ['--env', name]),
				container.name,
				'/bin/bash',
				'-c',
				script,
			],
			{ cwd: engine.folder, env: engine.environment, stdio: ['pipe', 'pipe', 'pipe'] },
		);
		// A command may end without reading its input.
		child.stdin.on('error', () => {});
		child.stdin.write(`${command}\0`);
		return child;
	};

	return {
		home,
		execute: (command, streams, signal) => execute(inside, command, streams, signal),
		receive: command => receive(inside, command),
		send: command => send(inside, command),
		end: container.release,
	};
};
