import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** What was seen of a content while it passed by. */
export type SeenContent = {
	/** SHA-256, in hex. */
	readonly sum: string;
	readonly isSecret: boolean;
};

/** So much of what passed by is looked at once more together with what follows: a secret may fall into two pieces. */
const overlap = 8 * 1024;

/** Lets a content pass by, and tells what it was when it is through. */
export const watched = (
	content: AsyncIterable<Buffer>,
	isSecret: (text: string) => boolean,
): { readonly passed: AsyncIterable<Buffer>; readonly seen: () => SeenContent } => {
	const hash = createHash('sha256');
	let found = false;
	let last = '';
	const passed = async function* (): AsyncGenerator<Buffer> {
		for await (const part of content) {
			hash.update(part);
			const text = last + part.toString('utf8');
			found ||= isSecret(text);
			last = text.slice(-overlap);
			yield part;
		}
	};
	let sum: string | undefined;
	return {
		passed: passed(),
		seen: () => {
			sum ??= hash.digest('hex');
			return { sum, isSecret: found };
		},
	};
};

/** Writes a content to a file of our own, for nobody else to read. */
export const putAside = (content: AsyncIterable<Buffer>, file: string): Promise<void> =>
	pipeline(content, createWriteStream(file, { mode: 0o600, flags: 'wx' }));

/** What was put aside. */
export const asideContent = async function* (file: string): AsyncGenerator<Buffer> {
	for await (const part of createReadStream(file)) {
		yield Buffer.isBuffer(part) ? part : Buffer.from(String(part));
	}
};
