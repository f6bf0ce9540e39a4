import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Violation } from './walls.ts';

/** The one place that makes a folder with those above it. */
const maker = 'source/base/write-file.ts';

const recursive = /\bmkdir(?:Sync)?\((?:[^()]|\([^()]*\))*\brecursive\b/g;

/** Folders that are made with those above them by Node itself, which never ends where `/proc` is on the way. */
export const folderViolations = (root: string): Violation[] =>
	readdirSync(path.join(root, 'source'), { recursive: true, encoding: 'utf8' })
		.map(name => path.posix.join('source', name.split(path.sep).join('/')))
		.filter(file => /\.tsx?$/.test(file) && file !== maker)
		.flatMap(file => {
			const text = readFileSync(path.join(root, file), 'utf8');
			return [...text.matchAll(recursive)].map(({ index }) => ({
				file,
				line: text.slice(0, index).split('\n').length,
				message: `makes folders by mkdir with recursive, which may never end: makeFolder of ${maker} does`,
			}));
		});
