import type { Readable, Writable } from 'node:stream';

/** The streams of a command. Output goes out as fast as the other side takes it. */
export type Streams = {
	readonly stdin: Readable;
	readonly stdout: Writable;
	readonly stderr: Writable;
};

/** The log-in shell was over before it came to the command: its log-in files, or the shell itself, saw to that. */
export class LogInEnded extends Error {
	/** The exit code of the shell. */
	readonly code: number;
	/** What it printed, on standard output and on standard error. */
	readonly said: string;
	readonly complained: string;

	constructor(code: number, said: string, complained: string) {
		super(`the log-in shell ended with ${code}`);
		this.code = code;
		this.said = said;
		this.complained = complained;
	}
}

/** Takes in what `scp -t` brings. Paths are relative to the target; an empty one is the target itself. */
export type Receiver = {
	/** What log-in files printed first: it goes to the client, which takes it for an answer of scp. */
	readonly said: string;
	/** Whether the target is a folder, so that files go into it. */
	readonly isFolder: boolean;
	/** @throws Error with what scp would say. */
	readonly folder: (path: string, mode: string) => Promise<void>;
	/** Opens a file for so many bytes; the function that it gives takes them. @throws Error like `folder`. */
	readonly file: (
		path: string,
		mode: string,
		size: number,
	) => Promise<(content: AsyncIterable<Buffer>) => Promise<void>>;
	readonly end: () => Promise<void>;
};

/** A file that `scp -f` asks for. */
export type Download = {
	/** As of a receiver. */
	readonly said: string;
	readonly name: string;
	/** Octal. */
	readonly mode: string;
	readonly size: number;
	readonly content: AsyncIterable<Buffer>;
	readonly end: () => Promise<void>;
};

/** Where the commands of a build run, or do not: the inside of an instance. */
export type Sandbox = {
	/** Runs a command line as the log-in shell would; gives its exit code once all output is out. */
	readonly execute: (command: string, streams: Streams, signal: AbortSignal) => Promise<number>;
	/** Opens the target of an `scp -t` command line. @throws LogInEnded if it does not come to that. */
	readonly receive: (command: string) => Promise<Receiver>;
	/** Opens the file of an `scp -f` command line. @throws Error with what scp would say, LogInEnded as above. */
	readonly send: (command: string) => Promise<Download>;
	readonly end: () => Promise<void>;
};

/** Writes text and waits until the stream takes more. */
export const writeOut = (stream: Writable, text: string | Buffer): Promise<void> =>
	new Promise(resolve => {
		if (stream.destroyed || stream.write(text)) {
			resolve();
			return;
		}

		const finish = (): void => {
			stream.off('drain', finish);
			stream.off('close', finish);
			stream.off('error', finish);
			resolve();
		};

		stream.on('drain', finish);
		stream.on('close', finish);
		stream.on('error', finish);
	});
