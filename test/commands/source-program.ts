import path from 'node:path';
import { root } from '../helpers/program.ts';

/** The program from its source: what these tests drive has no parts that must be built first. */
export const sourceProgram = [
	process.execPath,
	'--disable-warning=ExperimentalWarning',
	path.join(root, 'source', 'cli.ts'),
];
