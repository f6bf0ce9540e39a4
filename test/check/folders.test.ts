import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../packer/programs.ts';
import { folderViolations } from './folders.ts';

test('a folder that is made with those above it is found, in one place it may be', () => {
	const root = temporaryFolder();
	const files = {
		'base/write-file.ts': 'await mkdir(folder, { recursive: true });',
		'build/start.ts': '\nawait mkdir(path.dirname(file), {\n\trecursive: true,\n\tmode: 0o700,\n});',
		'build/sync.ts':
			'mkdirSync(a, { mode, recursive: true });\nmkdirSync(b);\nrmSync(c, { recursive: true });',
	};
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(root, 'source', file)), { recursive: true });
		writeFileSync(path.join(root, 'source', file), text);
	}

	expect(
		folderViolations(root)
			.map(({ file, line }) => `${file}:${line}`)
			.sort(),
	).toEqual(['source/build/start.ts:2', 'source/build/sync.ts:1']);
});
