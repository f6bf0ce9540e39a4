import { expect, test } from 'vitest';
import { writeExample } from './sources.ts';
import { unusedViolations } from './unused.ts';

test('what nobody uses is found, and what only tests do, unless that is right', async () => {
	const root = await writeExample({
		'package.json': JSON.stringify({
			name: 'example',
			type: 'module',
			devDependencies: { 'no-use': '1.0.0' },
		}),
		'knip.json': JSON.stringify({
			entry: ['source/cli.ts!', 'test/**/*.test.ts'],
			project: ['source/**/*.ts!', 'test/**/*.ts'],
		}),
		'source/cli.ts': "import { used } from './used.ts';\nused();\n",
		'source/used.ts': [
			'export const used = () => tested(1) + kept(2);',
			'export const tested = (value: number) => value;',
			'export const kept = (value: number) => value;',
			'export const nobody = 1;',
			'export type Nobody = number;',
		].join('\n'),
		'source/forgotten.ts': 'export const forgotten = 1;\n',
		'test/used.test.ts': "import { kept, tested } from '../source/used.ts';\nkept(tested(1));\n",
	});
	const said = unusedViolations(root, { 'source/used.ts kept': 'as an example', 'source/used.ts gone': '' });
	expect(said.map(({ file, line, message }) => `${file}:${line}: ${message}`).sort()).toEqual([
		'package.json:1: no-use is a dependency that nothing uses',
		'source/forgotten.ts:1: is a file that nothing uses',
		'source/used.ts:2: tested is exported, and only tests use it',
		'source/used.ts:4: nobody is exported, and no other file uses it',
		'source/used.ts:5: Nobody is exported, and no other file uses it',
		'test/check/unused.ts:1: source/used.ts gone needs no exception any more',
	]);
});
