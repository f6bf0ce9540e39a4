import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists } from '../../base/files.ts';
import { contentsFolder } from '../folders.ts';
import type { Contents } from './contents.ts';
import { parseContents } from './parse.ts';
import type { Listing } from './sieve.ts';

const ending = '.txt';

/** A name of Packer's builds as that of a file. */
const fileName = (target: string): string => `${target.replaceAll(/[^\w.-]/g, '_')}${ending}`;

/** Keeps in a build's folder what a machine printed, as it printed it, behind two lines of ours. */
export const keepListing = (build: string, { target, seen, lines }: Listing): void => {
	const folder = contentsFolder(build);
	if (!existsSync(folder)) {
		mkdirSync(folder, { mode: 0o700 });
	}

	const text = [`target\t${target}`, `seen\t${seen}`, ...lines, ''].join('\n');
	writeFileSync(path.join(folder, fileName(target)), text, { mode: 0o600 });
};

/** What was kept of a build, one for each of its machines; none where nothing could be listed, or be read again. */
export const readContents = async (build: string): Promise<readonly Contents[]> => {
	const folder = contentsFolder(build);
	const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(ending)).sort();
	const texts = await Promise.all(
		names.map(name => readIfExists(path.join(folder, name)).catch(() => undefined)),
	);
	return texts.flatMap(text => {
		const [target, seen, ...lines] = text?.split('\n') ?? [];
		const [of, named = ''] = target?.split('\t') ?? [];
		const time = Number(seen?.replace(/^seen\t/, ''));
		return of === 'target' && Number.isFinite(time)
			? [parseContents({ target: named, seen: time, lines })]
			: [];
	});
};
