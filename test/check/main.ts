/** The checks that no tool brings: walls, packages, leaks, folders. Run by `npm run check`; prints each as `file:line: what`. */
import path from 'node:path';
import { folderViolations } from './folders.ts';
import { leakViolations } from './leaks.ts';
import { packageViolations } from './packages.ts';
import { wallViolations } from './walls.ts';

const root = path.resolve(import.meta.dirname, '../..');
const violations = [
	...wallViolations(root),
	...packageViolations(root),
	...leakViolations(root),
	...folderViolations(root),
];
for (const { file, line, message } of violations) {
	console.log(`${file}:${line}: ${message}`);
}

process.exitCode = violations.length > 0 ? 1 : 0;
