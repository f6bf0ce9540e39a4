import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellCommand, shellQuote, shellScript, shellTemplate } from '../../source/template/shell.ts';
import { temporaryFolder } from './packer.ts';
import { anyTexts } from './random.ts';

const texts = anyTexts(2000, 4711).map(value => value.replaceAll('\0', ''));

/** What the words of a shell command become, as the command sees them. */
const seen = async (
	shell: string,
	words: readonly string[],
	before: readonly string[] = [],
): Promise<string[]> => {
	const folder = await temporaryFolder();
	const file = path.join(folder, 'words.sh');
	await writeFile(file, [...before, `printf '%s\\0' ${words.join(' ')}`, ''].join('\n'));
	const { status, stdout, stderr } = spawnSync(shell, [file], {
		encoding: 'utf8',
		maxBuffer: 16 * 1024 * 1024,
	});
	expect(status, stderr).toBe(0);
	expect(stdout.endsWith('\0')).toBe(true);
	return stdout.slice(0, -1).split('\0');
};

describe('quoting', () => {
	test.each(['bash', 'sh'])('%s reads 2,000 random texts back as they were', async shell => {
		expect(await seen(shell, texts.map(shellQuote))).toEqual(texts);
	});

	test('only what needs quotes has them', () => {
		expect(['v1.2', '--x', 'a b', '', "it's", '~', '$x'].map(shellQuote)).toEqual([
			...['v1.2', '--x', "'a b'", "''", "'it'\\''s'", "'~'", "'$x'"],
		]);
	});

	test('a variable is filled in, and nothing else', async () => {
		const template = (value: string) => shellTemplate(`${value}{region}${value}`, { region: 'region' });
		const before = [`region='eu-west-1 "$x"'`];
		expect(await seen('bash', texts.map(template), before)).toEqual(
			texts.map(value => `${value}eu-west-1 "$x"${value}`),
		);
		expect(shellTemplate('{instance_id}-a', { region: 'region' })).toBe("'{instance_id}-a'");
	});
});

test('a long command has a line for each option', async () => {
	const groups = [
		['printf', "'%s\\n'"],
		['--aaaa', shellQuote('x'.repeat(80))],
		['--bbbb', shellQuote("y'y z")],
	];
	const lines = shellCommand(groups);
	expect(lines).toEqual(["printf '%s\\n' \\", `  --aaaa ${'x'.repeat(80)} \\`, "  --bbbb 'y'\\''y z'"]);
	expect(shellCommand([['ls'], ['-l']])).toEqual(['ls -l']);
});

test('a script ends at the first failure, inside a pipe too', async () => {
	const folder = await temporaryFolder();
	const file = path.join(folder, 'script.sh');
	await writeFile(file, shellScript([], ['false | cat', 'echo went on']));
	const { status, stdout } = spawnSync('bash', [file], { encoding: 'utf8' });
	expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
});
