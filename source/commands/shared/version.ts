import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../../base/package-folder.ts';

/** The version of the program: `0.1.0`. */
export const programVersion = (): string => {
	const file = path.join(packageFolder(), 'package.json');
	const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
	return version;
};
