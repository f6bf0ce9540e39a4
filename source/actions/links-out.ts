import { lstat, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isLeftOut } from '../builds/copy/private-copy.ts';

/** A link in a folder that leads out of it. */
export type LinkOut = {
	/** In the folder, with `/`. */
	readonly path: string;
	/** Where it leads in the end, absolute. */
	readonly target: string;
};

/** A folder with more is no template's. */
const mostEntries = 20_000;

/** The links in a folder that lead out of it: Packer follows them, and so does the copy that is built. */
export const linksOut = async (folder: string): Promise<readonly LinkOut[]> => {
	const root = await realpath(folder).catch(() => folder);
	const found: LinkOut[] = [];
	let entries = 0;
	const walk = async (below: string): Promise<void> => {
		for (const name of (await readdir(path.join(root, below)).catch(() => [])).sort()) {
			const place = path.posix.join(below, name);
			const status = await lstat(path.join(root, place)).catch(() => undefined);
			if (!status || isLeftOut(name) || ++entries > mostEntries) {
				continue;
			}

			if (status.isDirectory()) {
				await walk(place);
			} else if (status.isSymbolicLink()) {
				// One that leads nowhere is not there for Packer either.
				const target = await realpath(path.join(root, place)).catch(() => root);
				if (target !== root && !target.startsWith(root + path.sep)) {
					found.push({ path: place, target });
				}
			}
		}
	};

	await walk('');
	return found;
};
