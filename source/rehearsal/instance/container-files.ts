import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { EngineProgram } from '../../engine/engine.ts';
import { type Download, LogInEnded, type Receiver } from './sandbox.ts';

/** Runs a script of bash as the log-in user of a container; the script finds the command on its standard input. */
export type Inside = (script: string, command: string) => EngineProgram;

/** The exit code of a program that ends. */
export const finished = (child: EngineProgram): Promise<number> =>
	new Promise((resolve, reject) => {
		child.once('error', reject);
		// The engine's program was ended because the client hung up: nobody hears the code.
		child.once('close', code => resolve(code ?? 255));
	});

// Log-in files may print before a script comes to its first line, which therefore begins with this.
const begun = 'packer-wizard-begun';

// Takes records of kind, mode, size and path, each ended by NUL, and answers each with a line.
const receiveScript = `export LC_ALL=C
IFS= read -r -d '' command
cd 2>/dev/null
eval "set -- $command"
target=\${!#}
if [ -d "$target" ]; then echo '${begun} folder'; else echo '${begun} other'; fi
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
	echo "${begun} error $path: not a regular file"
elif [ -r "$path" ]; then
	stat -c '${begun} file %a %s' -- "$path"
	cat -- "$path"
else
	echo "${begun} error $path: No such file or directory, or not to be read"
fi`;

/** Opens the target of an `scp -t` command line in a container. @throws LogInEnded */
export const receiveInside = async (inside: Inside, command: string): Promise<Receiver> => {
	const child = inside(receiveScript, command);
	const complained = text(child.stderr);
	const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
	const over = finished(child);
	over.catch(() => {});
	let said = '';
	let line = await lines.next();
	while (!line.done && !line.value.startsWith(begun)) {
		said += `${line.value}\n`;
		line = await lines.next();
	}

	if (line.done) {
		throw new LogInEnded(await over, said, await complained);
	}

	const isFolder = line.value === `${begun} folder`;
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
		said,
		isFolder,
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

/** Opens the file of an `scp -f` command line in a container. @throws Error with what scp would say; LogInEnded */
export const sendInside = async (inside: Inside, command: string): Promise<Download> => {
	const child = inside(sendScript, command);
	const complained = text(child.stderr);
	const over = finished(child);
	over.catch(() => {});
	const chunks: AsyncIterator<Buffer> = child.stdout[Symbol.asyncIterator]();
	let head = Buffer.alloc(0);
	let at = -1;
	while (at < 0 || !head.includes(10, at)) {
		const chunk = await chunks.next();
		if (chunk.done) {
			throw new LogInEnded(await over, head.toString('utf8'), await complained);
		}

		head = Buffer.concat([head, chunk.value]);
		at = head.indexOf(begun);
	}

	const end = head.indexOf(10, at);
	const line = head.subarray(at + begun.length + 1, end).toString('utf8');
	const [, mode = '', size = ''] = /^file (\d+) (\d+)$/.exec(line) ?? [];
	if (mode === '') {
		child.endAll();
		throw new Error(line.replace(/^error /, ''));
	}

	const content = async function* (): AsyncGenerator<Buffer> {
		let left = Number(size);
		let chunk: Buffer = head.subarray(end + 1);
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
		said: head.subarray(0, at).toString('utf8'),
		name,
		mode,
		size: Number(size),
		content: content(),
		end: async () => {
			child.endAll();
			await over.catch(() => {});
		},
	};
};
