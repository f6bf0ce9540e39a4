import { readFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadCommand } from '../../source/commands/index.ts';
import { commandNames, overview } from '../../source/commands/table.ts';
import { helpText } from '../../source/flags/help.ts';
import { makePerson, type Person, root, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';

const { version }: { version: string } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

let person: Person;
beforeEach(async () => {
	person = await makePerson();
});

/** The launcher with what it reads, and nothing of the program. */
const launcherAlone = async (): Promise<string> => {
	const folder = path.join(person.home, 'alone');
	await mkdir(path.join(folder, 'dist'), { recursive: true });
	for (const file of ['package.json', 'dist/cli.cjs', 'dist/usages.json']) {
		await copyFile(path.join(root, file), path.join(folder, file));
	}

	return path.join(folder, 'dist/cli.cjs');
};

describe('the launcher by itself tells', () => {
	test('how each command is used, as the command says', async () => {
		const command = [process.execPath, await launcherAlone()];
		for (const name of commandNames) {
			const { usage } = await loadCommand(name);
			for (const [flag, isWhole] of [
				['--help', false],
				['--help-all', true],
			] as const) {
				const { code, stdout, stderr } = await runProgram(person, [...name.split(' '), flag], { command });
				expect(stdout, `${name} ${stderr}`).toBe(helpText(usage, 80, isWhole));
				expect(code).toBe(0);
			}
		}
	});

	test('that in a terminal of any width', async () => {
		const command = [process.execPath, await launcherAlone(), 'new', '--help'];
		const { usage } = await loadCommand('new');
		for (const columns of [50, 90, 200]) {
			const terminal = launch(person, [], { columns, rows: 60, command });
			expect(await terminal.exit).toMatchObject({ code: 0 });
			expect(terminal.raw().replaceAll('\r\n', '\n')).toBe(helpText(usage, columns));
		}
	});

	test.each([
		[['--help'], () => overview()],
		[['-h'], () => overview()],
		[['help'], () => overview()],
		[['help', 'builds'], () => overview('builds')],
		[['presets', '-h'], () => overview('presets')],
		[['--version'], () => `${version}\n`],
		[['-h', 'presets', 'show', '--version'], () => `${version}\n`],
		[['help', 'doctor'], async () => helpText((await loadCommand('doctor')).usage, 80)],
	] as const)('%j', async (args, text) => {
		const command = [process.execPath, await launcherAlone()];
		expect((await runProgram(person, args, { command })).stdout).toBe(await text());
	});
});

describe('what is more than that is left to the program', () => {
	test.each([
		[['run', 'web', '-yh'], 0, /^Usage: packer-wizard run/, /^$/],
		[['presets', 'show', '--help', 'web'], 0, /^Usage: packer-wizard presets show/, /^$/],
		[['new', '--help', '--nonsense'], 2, /^$/, /^packer-wizard new has no flag --nonsense\.\n/],
		[['nwe', '--help'], 2, /^$/, /^There is no command nwe\.\n {2}Did you mean packer-wizard new\?\n/],
		[['help', 'presets', 'lst'], 2, /^$/, /^There is no command presets lst\.\n/],
		[['new', '--name', '--help'], 2, /^$/, /^--name needs a value/],
		[['presets', 'show', 'help'], 2, /^$/, /help/],
		[['presets', 'show', '--', '--help'], 2, /^$/, /--help/],
	])('%j', async (args, exitCode, out, err) => {
		const { code, stdout, stderr } = await runProgram(person, args);
		expect(stdout).toMatch(out);
		expect(stderr).toMatch(err);
		expect(code).toBe(exitCode);
	});

	test('a usage file that is gone or broken costs nothing but time', async () => {
		const { code, stdout } = await runProgram(person, ['doctor', '--help'], {
			command: [
				process.execPath,
				'--import',
				`data:text/javascript,JSON.parse=new Proxy(JSON.parse,{apply:(f,t,[x])=>{if(String(x).startsWith('{"flags"'))throw new SyntaxError('broken');return f(x)}})`,
				path.join(root, 'dist/cli.cjs'),
			],
		});
		expect(stdout).toBe(helpText((await loadCommand('doctor')).usage, 80));
		expect(code).toBe(0);
	});
});

test('whoever stops reading early is no failure', async () => {
	const { code, stdout, stderr } = await runProgram(person, [], {
		command: [
			'sh',
			'-c',
			`"${process.execPath}" "${path.join(root, 'dist/cli.cjs')}" new --help-all | head -1; exit 0`,
		],
	});
	expect([code, stdout, stderr]).toEqual([0, 'Usage: packer-wizard new [flags]\n', '']);
});
