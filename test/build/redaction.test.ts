import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { redacted, redactor, secretNames } from '../../source/build/redaction.ts';

const awkward = `gh'p_a"b$c\\d&e f%g+ü<h>/i=,;`;

describe('secrets are removed from text', () => {
	test('as they are, wherever they stand', () => {
		const redact = redactor(['ghp_secret1', 'another-one']);
		expect(redact('token ghp_secret1, ghp_secret1 and another-one.')).toBe(
			`token ${redacted}, ${redacted} and ${redacted}.`,
		);
	});

	test('the longer one whole when one is part of another', () => {
		expect(redactor(['abcdef', 'abcdefghij'])('abcdefghij abcdef')).toBe(`${redacted} ${redacted}`);
	});

	test('without taking their characters for a pattern', () => {
		expect(redactor(['a.b*c('])('aXb*c( a.b*c(')).toBe(`aXb*c( ${redacted}`);
	});

	test.each([
		['JSON', JSON.stringify(awkward)],
		['JSON in JSON', JSON.stringify(JSON.stringify(awkward))],
		['a URL', encodeURIComponent(awkward)],
		['a form', new URLSearchParams({ v: awkward }).toString()],
		['Base64', Buffer.from(awkward).toString('base64')],
		['Base64 for URLs', Buffer.from(awkward).toString('base64url')],
		['single quotes', `'${awkward.replaceAll("'", `'\\''`)}'`],
		[
			'HTML',
			awkward
				.replaceAll('&', '&amp;')
				.replaceAll('<', '&lt;')
				.replaceAll('>', '&gt;')
				.replaceAll('"', '&quot;'),
		],
	])('in the form of %s', (_name, text) => {
		const left = redactor([awkward])(`before ${text} after`);
		expect(left).toContain(redacted);
		expect(left.replaceAll(redacted, '').length).toBeLessThan('before "" after v= \\\\'.length + 6);
	});

	test.each([['printf %q "$V"'], ['set -x; : "$V"'], ['declare -p V']])('as bash shows them: %s', command => {
		const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', command], {
			env: { PATH: process.env['PATH'], V: `tok'QZQ "1" $x y` },
			encoding: 'utf8',
		});
		const left = redactor([`tok'QZQ "1" $x y`])(`${stdout}${stderr}`);
		expect(left).toContain(redacted);
		expect(left).not.toContain('QZQ');
	});

	test.each([0, 1, 2, 3, 4])('in Base64 behind %i other bytes', count => {
		const value = 'ghp_0123456789abcdefghij';
		const text = Buffer.from(`${'u'.repeat(count)}${value}:tail`).toString('base64');
		const left = redactor([value])(text).replace(redacted, '');
		// What is left holds less than a character of the value at each side.
		expect(left.length).toBeLessThanOrEqual(Math.ceil(((count + 5) * 8) / 6) + 4);
		expect(redactor([value])(text)).toContain(redacted);
	});

	test('line by line if they have several', () => {
		const redact = redactor(['first-line-of-key\nsecond-line-of-key\n']);
		expect(redact('    image: second-line-of-key')).toBe(`    image: ${redacted}`);
	});

	test.each([
		[
			'a colour in its midst',
			'\u001b[31mghp_0123\u001b[1;32m4567\u001b[0m.',
			`\u001b[31m${redacted}\u001b[0m.`,
		],
		[
			'a colour for each character',
			Array.from('ghp_01234567', sign => `\u001b[33m${sign}`).join(''),
			`\u001b[33m${redacted}`,
		],
		['control characters', 'a ghp_\u00010123\b4567 z', `a ${redacted} z`],
		['a link around a part', 'ghp_\u001b]8;;https://x\u0007012345\u001b]8;;\u000767', redacted],
		['several of them', 'ghp_\u001b[m01234567 ghp_\u001b[m01234567', `${redacted} ${redacted}`],
	])('with %s', (_name, text, left) => {
		expect(redactor(['ghp_01234567'])(text)).toBe(left);
	});

	test('even where Packer turned a backslash and an n into a line break', () => {
		expect(redactor(['abc\\ndef'])('abc\ndef')).toBe(redacted);
	});

	test('but not if they are so short that they occur by chance', () => {
		expect(redactor(['abc', ''])('abc abc')).toBe('abc abc');
	});

	test('and text without one stays as it is', () => {
		expect(redactor(['secret-1'])('nothing here')).toBe('nothing here');
		expect(redactor(['secret-1'])('\u001b[1mno\tthing\u001b[0m\r\n')).toBe('\u001b[1mno\tthing\u001b[0m\r\n');
		expect(redactor([])('nothing here')).toBe('nothing here');
	});
});

describe('the variables that hold secrets', () => {
	test('are those handed in, and those whose name says so', () => {
		const environment = {
			GITHUB_OAUTH_TOKEN: 'ghp_0123456789',
			AWS_SECRET_ACCESS_KEY: 'abcdefghijkl',
			AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE12345',
			DB_PASSWORD: 'correct horse',
			MY_TOKEN: 'short',
			SSH_PRIVATE_KEY: '/home/me/.ssh/id_ed25519',
			TOKENIZER: 'some-long-value',
			HOME: '/home/somebody',
		};
		expect(secretNames(environment, { OWN: 'x' })).toEqual([
			'OWN',
			'GITHUB_OAUTH_TOKEN',
			'AWS_SECRET_ACCESS_KEY',
			'DB_PASSWORD',
		]);
	});
});
