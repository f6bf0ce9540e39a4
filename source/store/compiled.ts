import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, type Environment } from '../base/paths.ts';

/** Milliseconds that what V8 compiled is kept: of a newer version of the program other files are there by then. */
const kept = 30 * 24 * 60 * 60 * 1000;

/**
 * Takes away what V8 compiled so long ago (`cli.ts` has it kept), and what it found no room for. What is still used is
 * compiled once more.
 */
export const removeOldCompiled = async (environment: Environment, now: number): Promise<void> => {
	const folder = path.join(cacheFolder(environment), 'compiled');
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	for (const entry of entries.filter(found => found.isFile())) {
		const file = path.join(entry.parentPath, entry.name);
		const made = await stat(file).catch(() => undefined);
		if (made && now - made.mtimeMs > kept) {
			await rm(file, { force: true }).catch(() => undefined);
		}
	}
};
