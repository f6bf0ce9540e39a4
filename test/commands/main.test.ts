import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../source/base/problem.ts';
import { newDraft } from '../../source/questions/draft.ts';
import { builtProgram } from '../helpers/program.ts';
import { makeWorld } from './world.ts';

const commands = [
	['new'],
	['run'],
	['render'],
	['presets', 'list'],
	['presets', 'show'],
	['presets', 'save'],
	['presets', 'delete'],
	['builds', 'list'],
	['builds', 'show'],
	['builds', 'watch'],
	['builds', 'cancel'],
	['doctor'],
];

describe('every command', () => {
	test.each(commands.map(words => [words.join(' '), words] as const))(
		'%s tells how it is used',
		async (name, words) => {
			const world = makeWorld();
			expect(await world.run(...words, '--help')).toBe(0);
			expect(world.stdout()).toMatch(new RegExp(`^Usage: packer-wizard ${name}\\b`));
			const flags = [
				...(world.stdout().split('\nExamples\n')[0] ?? '').matchAll(/^ +(?:-\w, )?(--[a-z0-9-]+)/gm),
			].map(match => match[1]);
			expect(new Set(flags).size).toBe(flags.length);
			expect(flags).toContain('--json');
			expect(world.stderr()).toBe('');
		},
	);

	test.each(commands.map(words => [words.join(' '), words] as const))(
		'%s refuses what it does not know',
		async (_name, words) => {
			const world = makeWorld();
			expect(await world.run(...words, '--nonsense')).toBe(2);
			expect(world.stderr()).toContain(`packer-wizard ${words.join(' ')} has no flag --nonsense.`);
			expect(world.stdout()).toBe('');
		},
	);

	test('is in the overview', async () => {
		const world = makeWorld();
		expect(await world.run('help')).toBe(0);
		for (const words of commands) {
			expect(world.stdout()).toContain(`  ${words.join(' ')} `);
		}
	});
});

test('the version is that of the package', async () => {
	const { version } = JSON.parse(await readFile('package.json', 'utf8'));
	for (const argv of [['--version'], ['run', '--version']]) {
		const world = makeWorld();
		expect(await world.run(...argv)).toBe(0);
		expect(world.stdout()).toBe(`${version}\n`);
	}
});

test('a Problem is told on standard error with its exit code, a defect of ours says so', async () => {
	const problem = new Problem('No.', { reason: 'Because.', next: ['Do this.'], exitCode: 3 });
	const told = makeWorld({ actions: { home: () => Promise.reject(problem) } });
	expect(await told.run('presets', 'list')).toBe(3);
	expect(told.stderr()).toBe('No.\nBecause.\n  Do this.\n');

	const defect = makeWorld({ actions: { home: () => Promise.reject(new TypeError('oops')) } });
	expect(await defect.run('presets', 'list')).toBe(70);
	expect(defect.stderr()).toMatch(
		/^packer-wizard failed by a defect of its own \(\d.*\)\.\nTypeError: oops\n/,
	);
});

test('commands that are told work as they are told', async () => {
	const environment = { HOME: '/nowhere', npm_lifecycle_event: 'start', npm_package_name: 'packer-wizard' };
	const world = makeWorld({ environment });
	await world.run('nwe');
	expect(world.stderr()).toBe(
		'There is no command nwe.\n  Did you mean npm start -- new?\n  All commands: npm start -- help\n',
	);
});

test.each([
	[['run', ''], 'packer-wizard run was given an empty name.'],
	[['presets', 'delete', ' '], 'packer-wizard presets delete was given an empty name.'],
	[[''], 'There is no command "".'],
	[['new', '--base', ''], '--base: There is no base image "".'],
	[['run', 'web', '--rehearse', '--fault', ''], 'There is no fault "".'],
])('a name of nothing makes no sentence with a hole: %j', async (argv, told) => {
	const world = makeWorld({ actions: { readPreset: async () => newDraft() } });
	expect(await world.run(...argv)).toBe(2);
	expect(world.stderr()).toContain(told);
});

describe('home', () => {
	test('is the full screen in a terminal', async () => {
		const world = makeWorld({ terminal: { columns: 80, rows: 24 } });
		expect(await world.run()).toBe(0);
		expect(world.screenStarts).toEqual([{ at: 'home' }]);
		expect(world.stdout()).toBe('summary\n');
	});

	test('without a terminal says what to do instead', async () => {
		for (const [why, ...argv] of [
			['There is no terminal here to ask in.'],
			['With --json nobody is asked.', '--json'],
			['With --no-input nobody is asked.', '--no-input'],
		]) {
			const world = makeWorld();
			expect(await world.run(...argv)).toBe(2);
			expect(world.stderr()).toContain(why);
			expect(world.stderr()).toContain('packer-wizard new --help');
			expect(world.stdout()).toBe('');
		}
	});
});

test('in a folder that was deleted it says so', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'deleted-'));
	const { status, stderr } = spawnSync(
		'sh',
		[
			'-c',
			'cd "$1"; shift; rmdir "$PWD"; exec "$@" presets list',
			'sh',
			folder,
			process.execPath,
			builtProgram,
		],
		{ encoding: 'utf8' },
	);
	expect(stderr).toMatch(/The folder that you are in was deleted\.\n {2}Go to another one: cd\n$/);
	expect(status).toBe(3);
});
