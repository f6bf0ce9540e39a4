import path from 'node:path';
import { largestScript } from '../../base/script-text.ts';

/** A file that was uploaded to an instance. */
export type Upload = {
	/** Octal. */
	readonly mode: string;
	readonly size: number;
	/** What is in it, if it is small enough to be a script. */
	readonly content: Buffer | undefined;
};

/** The files uploaded to an instance, by absolute path. */
export type Uploads = Map<string, Upload>;

/** A path of the instance made absolute, from a folder; `~` is home. */
export const absolute = (home: string, file: string, folder = home): string =>
	file === '~' || file.startsWith('~/')
		? path.posix.resolve(home, file.slice(2))
		: path.posix.resolve(folder, file);

/** The bytes that pass by, remembered up to the size of a script. */
export const remember = (
	content: AsyncIterable<Buffer>,
	size: number,
): { readonly passed: AsyncIterable<Buffer>; readonly taken: () => Buffer | undefined } => {
	const parts: Buffer[] = [];
	const passed = async function* () {
		for await (const part of content) {
			if (size <= largestScript) {
				parts.push(part);
			}

			yield part;
		}
	};

	return { passed: passed(), taken: () => (size <= largestScript ? Buffer.concat(parts) : undefined) };
};
