import { expect, test } from 'vitest';
import { saidOf } from './sources.ts';
import { walls, wallViolations } from './walls.ts';

const violationsOf = (files: Readonly<Record<string, string>>) => saidOf(wallViolations, files);

test('an import from a room above is found, with its line', async () => {
	const files = { 'source/recipe/schema.ts': "\nimport { a } from '../template/hcl.ts';\n" };
	expect(await violationsOf(files)).toEqual(['source/recipe/schema.ts:2: recipe may not import template']);
});

test('types, re-exports, lazy imports and imports over several lines count as well', async () => {
	const files = {
		'source/base/a.ts': "import type { A } from '../builds/a.ts';",
		'source/base/b.ts': "export { b } from '../builds/a.ts';",
		'source/base/c.ts': "export const c = () => import('../builds/a.ts');",
		'source/base/d.ts': "import {\n\ta,\n\tb,\n} from '../builds/a.ts';",
		'source/base/e.ts': "export * from '../builds/a.ts';",
		'source/base/f.ts': "// import { a } from '../builds/a.ts';",
	};
	expect(await violationsOf(files)).toEqual([
		'source/base/a.ts:1: base may not import builds',
		'source/base/b.ts:1: base may not import builds',
		'source/base/c.ts:1: base may not import builds',
		'source/base/d.ts:4: base may not import builds',
		'source/base/e.ts:1: base may not import builds',
	]);
});

test('of the actions the front ends know the contract only', async () => {
	const files = {
		'source/screens/a.ts': "import type { Actions } from '../actions/contract.ts';",
		'source/screens/b.ts': "import { start } from '../actions/start.ts';",
	};
	expect(await violationsOf(files)).toEqual([
		'source/screens/b.ts:1: screens may not import source/actions/start.ts',
	]);
});

test('a package is known in its room only', async () => {
	const files = {
		'source/screens/home/home.tsx': "import { Box } from 'ink';",
		'source/builds/supervisor/main.ts': "import { spawn } from 'node:child_process';",
		'source/builds/history.ts': "import { execa } from 'execa';",
		'source/actions/start.ts': "import { select } from '@inquirer/prompts';",
	};
	expect(await violationsOf(files)).toEqual([
		'source/actions/start.ts:1: may not import @inquirer/prompts: only plain may',
		'source/builds/history.ts:1: may not import execa: only base/run-command, packer, rehearsal, engine, builds/supervisor may',
	]);
});

test('a folder that is no room, and an import from outside of source, are found', async () => {
	const files = {
		'source/utils/a.ts': "import '../base/a.ts';",
		'source/base/a.ts': "import '../../test/helpers/needs.ts';",
	};
	expect(await violationsOf(files)).toEqual([
		'source/base/a.ts:1: imports test/helpers/needs.ts, outside of source/',
		'source/utils/a.ts:1: utils is no room: test/check/walls.ts lists them',
	]);
});

test('no two rooms import each other', () => {
	for (const [room, below] of Object.entries(walls)) {
		for (const other of below) {
			expect(walls[other.split('/')[0] ?? ''], `${room} and ${other}`).not.toContain(room);
		}
	}
});
