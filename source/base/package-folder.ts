import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of our own package, which holds `package.json` and `presets/`, from source and from `dist/` alike. */
export const packageFolder = (): string => {
	const file = fileURLToPath(import.meta.url);
	let folder = path.dirname(file);
	while (!existsSync(path.join(folder, 'package.json'))) {
		if (folder === path.dirname(folder)) {
			throw new Error(`No folder above ${file} has a package.json.`);
		}

		folder = path.dirname(folder);
	}

	return folder;
};
