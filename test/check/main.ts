/**
 * The checks that no tool brings as they are: walls, what rooms touch, circles, names, what nobody uses, packages, leaks, folders.
 * Run by `npm run check`; prints each as `file:line: what`.
 */
import path from 'node:path';
import { circleViolations } from './circles.ts';
import { folderViolations } from './folders.ts';
import { leakViolations } from './leaks.ts';
import { readModules } from './modules.ts';
import { nameViolations } from './names.ts';
import { packageViolations } from './packages.ts';
import { touchViolations } from './touches.ts';
import { unusedViolations } from './unused.ts';
import { wallViolations } from './walls.ts';

const root = path.resolve(import.meta.dirname, '../..');
const modules = readModules(root, 'source');
const violations = [
	...wallViolations(modules),
	...touchViolations(modules),
	...circleViolations(modules),
	...nameViolations(modules),
	...unusedViolations(root),
	...packageViolations(root),
	...leakViolations(root),
	...folderViolations(root),
];
for (const { file, line, message } of violations) {
	console.log(`${file}:${line}: ${message}`);
}

process.exitCode = violations.length > 0 ? 1 : 0;
