import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Environment } from '../base/paths.ts';
import { flushPending, isPaste, pushBytes } from './input-tokens.ts';

/** What the filter needs of the terminal: `process.stdin`. */
export type TerminalInput = NodeJS.ReadableStream & {
	readonly isTTY?: boolean;
	readonly isRaw?: boolean;
	setRawMode?: (mode: boolean) => unknown;
	ref?: () => unknown;
	unref?: () => unknown;
};

/** Milliseconds that a partial escape sequence waits for its rest. */
export const sequencePatience = (environment: Environment): number =>
	environment['SSH_CONNECTION'] ? 250 : 50;

/**
 * Stands between the terminal and Ink: gives one key at a time, in the form that Ink reads right. See `tokenize` for
 * what it puts right.
 */
class InputFilter extends Readable {
	readonly isTTY: boolean;
	readonly #source: TerminalInput;
	readonly #patience: number;
	readonly #decoder = new StringDecoder('utf8');
	#pending = '';
	/** How many pieces have come. */
	#given = 0;
	#timer: NodeJS.Timeout | undefined;

	constructor(source: TerminalInput, patience: number) {
		// One object is one key: in a stream of bytes Ink would read several keys at once.
		super({ objectMode: true, highWaterMark: 1024 });
		this.isTTY = source.isTTY === true;
		this.#source = source;
		this.#patience = patience;
		source.on('data', this.#onData);
		source.on('end', this.#onEnd);
	}

	get isRaw(): boolean {
		return this.#source.isRaw === true;
	}

	setRawMode(mode: boolean): this {
		try {
			this.#source.setRawMode?.(mode);
		} catch {
			// The terminal is gone: who waits for keys is told so by the hang-up.
		}

		return this;
	}

	ref(): this {
		this.#source.ref?.();
		return this;
	}

	unref(): this {
		this.#source.unref?.();
		return this;
	}

	// Text already; a decoder would join the keys that wait.
	override setEncoding(): this {
		return this;
	}

	override _read(): void {
		this.#source.resume();
	}

	override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
		clearTimeout(this.#timer);
		this.#source.off('data', this.#onData);
		this.#source.off('end', this.#onEnd);
		this.#source.pause();
		callback(error);
	}

	readonly #onData = (chunk: Buffer | string): void => {
		clearTimeout(this.#timer);
		this.#given++;
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
		const { tokens, pending } = pushBytes(this.#pending, text);
		this.#pending = pending;
		for (const token of tokens) {
			this.push(token);
		}

		if (pending !== '' && !isPaste(pending)) {
			this.#timer = setTimeout(this.#onLate, this.#patience);
		}
	};

	/** Its rest may be there already, and be read next, where the program was busy for so long. */
	readonly #onLate = (): void => {
		const given = this.#given;
		setImmediate(() => {
			if (given === this.#given) {
				this.#onTimeout();
			}
		});
	};

	readonly #onTimeout = (): void => {
		const tokens = flushPending(this.#pending);
		this.#pending = '';
		for (const token of tokens) {
			this.push(token);
		}
	};

	readonly #onEnd = (): void => {
		this.#onTimeout();
		this.push(null);
	};
}

/** Puts the filter before Ink. Destroy it when Ink has gone, so that the terminal's input is free again. */
export const filterInput = (
	source: TerminalInput,
	environment: Environment,
): Readable & Pick<InputFilter, 'isTTY' | 'isRaw' | 'setRawMode' | 'ref' | 'unref'> =>
	new InputFilter(source, sequencePatience(environment));
