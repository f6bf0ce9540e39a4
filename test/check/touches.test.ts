import { expect, test } from 'vitest';
import { saidOf } from './sources.ts';
import { touchViolations } from './touches.ts';

const violationsOf = (files: Readonly<Record<string, string>>) => saidOf(touchViolations, files);

test.each([
	['files', "import { readFileSync } from 'node:fs';"],
	['files', "import { readFile } from 'node:fs/promises';"],
	['files', "export const read = () => import('node:fs');"],
	['process', 'export const home = process.env.HOME;'],
	['process', 'export const home = (environment = process.env) => environment.HOME;'],
	['process', "import { homedir } from 'node:os';"],
	['process', 'export const { env } = globalThis.process;'],
	['programs', "import { spawn } from 'node:child_process';"],
	['network', "import http from 'node:http';"],
	['network', "export const page = () => fetch('https://example.com');"],
	['timers', 'export const later = (work: () => void) => setTimeout(work, 1);'],
	['timers', "import { setTimeout } from 'node:timers/promises';"],
	['clock', 'export const now = () => Date.now();'],
	['clock', 'export const now = () => new Date();'],
	['chance', 'export const any = () => Math.random();'],
	['terminal', "console.log('hello');"],
])('a view may not touch %s: %s', async (touch, code) => {
	for (const file of ['screens/home/a.tsx', 'components/a.ts', 'flow/a.ts', 'json/a.ts', 'questions/a.ts']) {
		expect(await violationsOf({ [`source/${file}`]: `\n${code}\n` })).toEqual([
			`source/${file}:2: may not touch ${touch}`,
		]);
	}
});

test('what only has such a name is none: a property, a key, a type, a comment, a day that is given', async () => {
	const code = `
		import type { Stats } from 'node:fs';
		// process.env and Date.now() are told of here.
		export type Owner = { readonly process: number; readonly console?: Stats };
		export const owner = (held: Owner, time: number) => ({ process: held.process, fetch: new Date(time) });`;
	expect(await violationsOf({ 'source/flow/a.ts': code })).toEqual([]);
});

test('what a view calls counts as its own: nothing is reached by a way around', async () => {
	const files = {
		'source/screens/home/home.tsx': "import { there } from '../../flow/there.ts';\nexport const a = there;",
		'source/flow/there.ts': "import { exists } from '../base/files.ts';\nexport const there = exists;",
		'source/base/files.ts': "import { existsSync } from 'node:fs';\nexport const exists = existsSync;",
		'source/actions/files.ts': "import { exists } from '../base/files.ts';\nexport const all = exists;",
	};
	expect(await violationsOf(files)).toEqual([
		'source/flow/there.ts:1: may not touch files, as source/base/files.ts does',
	]);
});

test('an import of types reaches nothing', async () => {
	const files = {
		'source/flow/a.ts': "import type { File } from '../base/files.ts';\nexport type Files = readonly File[];",
		'source/base/files.ts':
			"import { existsSync } from 'node:fs';\nexport type File = string;\nexistsSync('a');",
	};
	expect(await violationsOf(files)).toEqual([]);
});
