import type { Readable, Writable } from 'node:stream';
import { LogInEnded, type Receiver, type Sandbox, writeOut } from './sandbox.ts';

const acknowledge = '\0';

const complaint = (error: unknown): string =>
	`\u0001scp: ${(error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ')}\n`;

/** Reads lines and counted bytes from a stream. */
const newReader = (stream: Readable) => {
	// Plain iteration would close the channel at the end of its input, before the exit code is out.
	const iterator: AsyncIterator<unknown> = stream
		.iterator({ destroyOnReturn: false })
		[Symbol.asyncIterator]();
	let rest = Buffer.alloc(0);
	const more = async (): Promise<boolean> => {
		const next = await iterator.next();
		if (next.done) {
			return false;
		}

		const bytes = Buffer.isBuffer(next.value) ? next.value : Buffer.from(String(next.value));
		rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
		return true;
	};

	const line = async (): Promise<string | undefined> => {
		let end = rest.indexOf(10);
		while (end < 0) {
			if (!(await more())) {
				return undefined;
			}

			end = rest.indexOf(10);
		}

		const text = rest.subarray(0, end).toString('utf8');
		rest = rest.subarray(end + 1);
		return text;
	};

	const bytes = async function* (count: number) {
		let left = count;
		while (left > 0) {
			if (rest.length === 0 && !(await more())) {
				throw new Error('the upload broke off');
			}

			const part = rest.subarray(0, left);
			rest = rest.subarray(part.length);
			left -= part.length;
			yield part;
		}
	};

	return { line, bytes };
};

type Reader = ReturnType<typeof newReader>;

const drain = async (content: AsyncIterable<Buffer>): Promise<void> => {
	for await (const part of content) {
		void part;
	}
};

const header = /^[CD]([0-7]{4}) (\d+) ([^/]+)$/;

const takeFile = async (
	receiver: Receiver,
	reader: Reader,
	output: Writable,
	file: { readonly path: string; readonly mode: string; readonly size: number },
): Promise<boolean> => {
	try {
		const write = await receiver.file(file.path, file.mode, file.size);
		await writeOut(output, acknowledge);
		await write(reader.bytes(file.size));
		await drain(reader.bytes(1));
		await writeOut(output, acknowledge);
		return true;
	} catch (error) {
		// Packer sends the content whatever it is told, and reads one answer late: so say it now, then take the rest.
		await writeOut(output, complaint(error));
		await drain(reader.bytes(file.size + 1));
		return false;
	}
};

/** The far end of `scp -t`: takes files and folders in. Gives the exit code. @throws LogInEnded */
export const receiveByScp = async (
	sandbox: Sandbox,
	command: string,
	input: Readable,
	output: Writable,
): Promise<number> => {
	const receiver = await sandbox.receive(command);
	const reader = newReader(input);
	const folders: string[] = [];
	let failures = 0;
	try {
		await writeOut(output, receiver.said + acknowledge);
		for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
			const kind = line[0];
			const [, mode = '', size = '', name = ''] = header.exec(line) ?? [];
			if (kind === 'T') {
				await writeOut(output, acknowledge);
			} else if (kind === 'E') {
				folders.pop();
				await writeOut(output, acknowledge);
			} else if (name === '' || name === '.' || name === '..') {
				throw new Error(`unexpected message: ${JSON.stringify(line)}`);
			} else {
				// A target that is no folder is itself the new name.
				const own = folders.length === 0 && !receiver.isFolder ? '' : name;
				const path = [...folders, own].filter(part => part !== '').join('/');
				if (kind === 'D') {
					await receiver.folder(path, mode);
					folders.push(own);
					await writeOut(output, acknowledge);
				} else if (!(await takeFile(receiver, reader, output, { path, mode, size: Number(size) }))) {
					failures++;
				}
			}
		}
	} catch (error) {
		await writeOut(output, complaint(error));
		failures++;
	} finally {
		await receiver.end();
	}

	return failures === 0 ? 0 : 1;
};

/** The far end of `scp -f` for one file. Gives the exit code. @throws LogInEnded */
export const sendByScp = async (
	sandbox: Sandbox,
	command: string,
	input: Readable,
	output: Writable,
): Promise<number> => {
	const reader = newReader(input);
	try {
		await drain(reader.bytes(1));
		const download = await sandbox.send(command);
		try {
			await writeOut(
				output,
				`${download.said}C${download.mode.padStart(4, '0')} ${download.size} ${download.name}\n`,
			);
			await drain(reader.bytes(1));
			for await (const part of download.content) {
				await writeOut(output, part);
			}

			await writeOut(output, acknowledge);
			await drain(reader.bytes(1));
		} finally {
			await download.end();
		}

		return 0;
	} catch (error) {
		if (error instanceof LogInEnded) {
			throw error;
		}

		await writeOut(output, complaint(error));
		return 1;
	}
};
