import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of our own package, which holds `package.json` and `presets/`, from source and from `dist/` alike. */
export const packageFolder = (): string => {
	let folder = path.dirname(fileURLToPath(import.meta.url));
	while (!existsSync(path.join(folder, 'package.json'))) {
		folder = path.dirname(folder);
	}

	return folder;
};
