import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One import of a source file: what it names, and where. */
export type Import = {
	/** Relative to the root, with `/`. */
	readonly file: string;
	/** Counts from 1. */
	readonly line: number;
	/** As written: `../base/paths.ts`, `node:fs`, `ink`. */
	readonly target: string;
};

const patterns = [
	/^[ \t]*(?:import|export)\b[^'";]*?\bfrom\s+'([^']+)'/gm,
	/^[ \t]*import\s+'([^']+)'/gm,
	/\bimport\(\s*'([^']+)'/g,
	/\brequire\(\s*'([^']+)'/g,
];

const importsOf = (file: string, text: string): Import[] =>
	patterns.flatMap(pattern =>
		[...text.matchAll(pattern)].map(match => ({
			file,
			line: text.slice(0, match.index + match[0].length).split('\n').length,
			target: match[1] ?? '',
		})),
	);

/** All imports of the TypeScript files below a folder of the root, types and lazily loaded ones included. */
export const readImports = (root: string, folder: string): Import[] =>
	readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter(file => /\.tsx?$/.test(file))
		.sort()
		.flatMap(file => {
			const relative = path.join(folder, file).split(path.sep).join('/');
			return importsOf(relative, readFileSync(path.join(root, relative), 'utf8'));
		});
