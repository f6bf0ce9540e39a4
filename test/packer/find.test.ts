import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exitCodes, type Problem } from '../../source/base/problem.ts';
import { programsOnPath, searchPacker } from '../../source/packer/find.ts';
import { needs } from '../helpers/needs.ts';
import { at, findPacker } from '../helpers/whereabouts.ts';
import { answersVersion, script, temporaryFolder } from './programs.ts';

/** A person with these folders on PATH, besides those of the system's own commands. */
const person = (folders: readonly string[], more: Record<string, string> = {}) => {
	const home = temporaryFolder();
	return { HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), PATH: folders.join(':'), ...more };
};

const packerIn = (folder: string, version: string): string =>
	script(path.join(folder, 'packer'), ...answersVersion(version));

const problemOf = async (environment: Record<string, string>): Promise<Problem> => {
	const search = await searchPacker(at(environment));
	if (search.kind === 'found') {
		throw new Error('a Packer was found');
	}

	await expect(findPacker(environment)).rejects.toEqual(search.problem);
	expect(search.problem.exitCode).toBe(exitCodes.missing);
	expect(search.problem.next.length).toBeGreaterThan(0);
	return search.problem;
};

describe('the real Packer', () => {
	test('is found on PATH', async context => {
		needs(context, 'packer');
		const program = await findPacker({ ...process.env, PACKER_WIZARD_PACKER: undefined });
		expect(program).toMatchObject({ origin: 'path', path: expect.stringMatching(/^\/.+\/packer$/) });
		expect(program.version[0]).toBe(1);
		expect(program.versionText).toContain(program.version.join('.'));
	});

	test('is asked where no plugin of somebody else lies: up to 1.10 it would run it', async context => {
		needs(context, 'packer');
		const folder = temporaryFolder();
		script(path.join(folder, 'packer-plugin-foreign'), `touch ${folder}/ran`, 'echo "{}"');
		const before = process.cwd();
		onTestFinished(() => process.chdir(before));
		process.chdir(folder);
		await findPacker({ ...process.env, PACKER_WIZARD_PACKER: undefined });
		expect(readdirSync(folder)).toEqual(['packer-plugin-foreign']);
	});

	test('is found by the name in PACKER_WIZARD_PACKER', async context => {
		needs(context, 'packer');
		const program = await findPacker({ ...process.env, PACKER_WIZARD_PACKER: 'packer' });
		expect(program).toMatchObject({ origin: 'environment', path: expect.stringMatching(/^\/.+\/packer$/) });
	});
});

describe('the order', () => {
	test('what the environment names comes before PATH, and PATH before what was downloaded', async () => {
		const [named, onPath] = [temporaryFolder(), temporaryFolder()];
		packerIn(onPath, '1.9.0');
		const environment = person([onPath]);
		packerIn(path.join(environment.XDG_CACHE_HOME, 'packer-wizard', 'packer', '1.16.1'), '1.16.1');
		const other = packerIn(named, '1.12.0-dev');
		expect(await findPacker({ ...environment, PACKER_WIZARD_PACKER: other })).toEqual({
			path: other,
			version: [1, 12, 0],
			versionText: '1.12.0-dev',
			origin: 'environment',
		});
		expect(await findPacker(environment)).toMatchObject({ versionText: '1.9.0', origin: 'path' });
		expect(await findPacker({ ...environment, PATH: '' })).toMatchObject({
			versionText: '1.16.1',
			origin: 'cache',
		});
	});

	test('of those that were downloaded the newest, and none that is broken', async () => {
		const environment = person([]);
		const cache = path.join(environment.XDG_CACHE_HOME, 'packer-wizard', 'packer');
		packerIn(path.join(cache, '1.9.5'), '1.9.5');
		packerIn(path.join(cache, '1.16.1'), '1.16.1');
		script(path.join(cache, '1.17.0', 'packer'), 'exit 1');
		mkdirSync(path.join(cache, '.new-123456'));
		expect(await findPacker(environment)).toMatchObject({ versionText: '1.16.1' });
	});

	test('another program of that name on PATH is passed over, and so is an old Packer', async () => {
		const [foreign, old, good] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
		script(path.join(foreign, 'packer'), 'echo 0 0');
		packerIn(old, '1.5.6');
		const file = packerIn(good, '1.6.6');
		expect(await findPacker(person([foreign, old, good]))).toMatchObject({ path: file, version: [1, 6, 6] });
	});
});

describe('what cannot be used', () => {
	test('none at all', async () => {
		const problem = await problemOf(person([temporaryFolder()]));
		expect(problem.message).toBe('There is no Packer on this machine.');
		expect(problem.reason).toBe('No program of that name is on PATH.');
	});

	test('Packer 1.5', async () => {
		const folder = temporaryFolder();
		packerIn(folder, '1.5.6');
		const problem = await problemOf(person([folder]));
		expect(problem.message).toBe('Packer 1.5.6 is too old.');
		expect(problem.reason).toBe(`${folder}/packer was found; 1.6.6 or newer is needed.`);
	});

	test('a packer of another vendor, which waits for its standard input', async () => {
		const folder = temporaryFolder();
		// As cracklib's: it reads all of it, and would wait for ever at a terminal.
		script(path.join(folder, 'packer'), '/usr/bin/wc -l </dev/stdin', 'echo "skipping line: 1"');
		const problem = await problemOf(person([folder]));
		expect(problem.message).toBe('There is no Packer on this machine.');
		expect(problem.reason).toBe(
			`${folder}/packer was found, but cannot be used. It is another program, not HashiCorp's Packer.`,
		);
	});

	test('a Packer with settings that cannot be read is not called another program', async context => {
		needs(context, 'packer');
		const environment = person([process.env['PATH'] ?? '']);
		writeFileSync(path.join(environment.HOME, '.packerconfig'), '{ plugins');
		// Newer ones say what is wrong; 1.6.6 ends without a word.
		expect((await problemOf(environment)).reason).toMatch(
			/cannot read its own settings(: \S|, such as ~\/\.packerconfig\.$)/,
		);
	});

	test.each([
		['names nothing', (folder: string) => path.join(folder, 'nothing'), 'There is no such file.'],
		['names a folder', (folder: string) => folder, 'That is a folder.'],
		[
			'names a file that may not be executed',
			(folder: string) => {
				const file = packerIn(folder, '1.16.0');
				chmodSync(file, 0o644);
				return file;
			},
			'It may not be executed.',
		],
		[
			'names a program for another machine',
			(folder: string) => {
				const file = path.join(folder, 'packer');
				// The head of an ELF file for a processor that nobody has.
				writeFileSync(file, Buffer.from('7f454c460201010000000000000000000200ffff', 'hex'), { mode: 0o755 });
				return file;
			},
			'This machine cannot run it.',
		],
		['names no program on PATH', () => 'no-such-packer', 'No program of that name is on PATH.'],
	])('PACKER_WIZARD_PACKER %s, whatever else is there', async (_, make, reason) => {
		const [folder, onPath] = [temporaryFolder(), temporaryFolder()];
		packerIn(onPath, '1.16.0');
		const named = make(folder);
		const problem = await problemOf(person([onPath], { PACKER_WIZARD_PACKER: named }));
		expect(problem.message).toBe(`PACKER_WIZARD_PACKER names ${named}, which is no Packer that can be used.`);
		expect(problem.reason).toBe(reason);
	});

	test('PACKER_WIZARD_PACKER names an old one', async () => {
		const file = packerIn(temporaryFolder(), '1.5.0');
		const problem = await problemOf(person([], { PACKER_WIZARD_PACKER: file }));
		expect(problem.message).toBe('PACKER_WIZARD_PACKER names Packer 1.5.0, which is too old.');
	});
});

describe('programs on PATH', () => {
	test('each once, in order, files only, and none of the current folder', async () => {
		const [first, second, third] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
		const file = packerIn(second, '1.16.0');
		symlinkSync(file, path.join(third, 'packer'));
		mkdirSync(path.join(first, 'packer'));
		const other = packerIn(path.join(first, 'more'), '1.16.0');
		const found = await programsOnPath('packer', {
			PATH: ['', '.', 'relative', first, second, third, second, path.join(first, 'more')].join(':'),
		});
		expect(found).toEqual([file, other]);
		expect(await programsOnPath('packer', {})).toEqual([]);
	});
});
