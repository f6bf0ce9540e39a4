import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readIfExists } from '../../base/files.ts';
import { packerFile } from '../../packer/folder-files.ts';

/** The files that Packer reads in a folder, in order. What is no file, or may not be read, is Packer's to complain about. */
export const readTemplateTexts = async (
	folder: string,
): Promise<readonly { readonly file: string; readonly text: string }[]> =>
	Promise.all(
		(await readdir(folder))
			.filter(name => packerFile(name) !== undefined)
			.sort()
			.map(async file => ({
				file,
				text: (await readIfExists(path.join(folder, file)).catch(() => undefined)) ?? '',
			})),
	);
