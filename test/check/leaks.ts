import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Violation } from './walls.ts';

/** What belongs to one machine or one person, as plain text that no file may hold. */
const privateTexts = (root: string): string[] => [
	`${root}/`,
	// The home of root is the same everywhere, and scripts for a server may well speak of it.
	...(homedir() === '/root' ? [] : [`${homedir()}/`]),
	`-----BEGIN ${'OPENSSH PRIVATE KEY'}-----`,
];

const tracked = (root: string): string[] =>
	execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
		cwd: root,
		encoding: 'utf8',
	})
		.split('\0')
		.filter(Boolean);

/** Files that name a path of this machine, or hold a private key. */
export const leakViolations = (root: string): Violation[] =>
	tracked(root).flatMap(file => {
		let text: string;
		try {
			text = readFileSync(path.join(root, file), 'utf8');
		} catch {
			return []; // Deleted, but not yet in the index.
		}

		const lines = text.split('\n');
		return privateTexts(root).flatMap(secret =>
			lines.flatMap((line, index) =>
				line.includes(secret) ? [{ file, line: index + 1, message: `holds ${secret}` }] : [],
			),
		);
	});
