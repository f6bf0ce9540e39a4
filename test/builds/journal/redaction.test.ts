import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
	redactedEnd,
	redactor,
	secretNames,
	secretValues,
} from '../../../source/builds/journal/redaction.ts';

const redacted = '<sensitive>';

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

	test.each([
		['%2F, %2B and %3D', 'ghp%2F01%2B23%3D%3D'],
		['%2f, %2b and %3d', 'ghp%2f01%2b23%3d%3d'],
		['both', 'ghp%2f01%2B23%3D%3d'],
		['only some of them', 'ghp/01%2B23=='],
		['twice', 'ghp%252F01%252b23%253D%253D'],
	])('in a URL that writes %s', (_name, text) => {
		expect(redactor(['ghp/01+23=='])(`https://x/?t=${text}&u=1`)).toBe(`https://x/?t=${redacted}&u=1`);
	});

	test('in a URL with signs of several bytes and blanks', () => {
		const redact = redactor(['größer als 3']);
		for (const text of ['gr%C3%B6%c3%9fer+als+3', 'gr%c3%b6%C3%9Fer%20als%203', 'größer als 3']) {
			expect(redact(text)).toBe(redacted);
		}
	});

	test('in the other form of accents, in which Packer has them', () => {
		expect(redactor(['cafe\u0301-secret'])('caf\u00e9-secret')).toBe(redacted);
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

	test('line by line, but not what stands in every other text too', () => {
		const key = { type: 'service_account', private_key: 'abcdefghijkl', ids: [1] };
		const redact = redactor([JSON.stringify(key, null, 2)]);
		expect(redact('  "private_key": "abcdefghijkl",')).toBe(`  ${redacted}`);
		expect(redact('{ a } [ 1 ] } ],')).toBe('{ a } [ 1 ] } ],');
	});

	test('line by line, the short ones too, as short as a value that stands alone', () => {
		const redact = redactor(['pass: hunter2\r\nx1y2\n\n}, {\ntrue\nab\n']);
		expect(redact('hunter2 x1y2')).toBe(`hunter2 ${redacted}`);
		expect(redact('pass: hunter2')).toBe(redacted);
		expect(redact('it is true: ab }, {')).toBe('it is true: ab }, {');
	});

	test('with what is secret in one that is JSON, when it is taken out', () => {
		const key = '-----BEGIN KEY-----\nabcdefghijkl\nMnOp\n-----END KEY-----\n';
		const redact = redactor([JSON.stringify({ type: 'service_account', a: [{ private_key: key }] })]);
		const { stdout } = spawnSync('printf', ['%s', key], { encoding: 'utf8' });
		expect(
			stdout
				.split('\n')
				.map(redact)
				.filter(line => line !== redacted),
		).toEqual(['']);
		expect(redact('a service_account')).toBe('a service_account');
	});

	test.each(['base64', 'base64 -w 64', 'tail -n 2 | base64'])('in the lines of %s', command => {
		const key = Array.from({ length: 4 }, (_, index) => `${index}`.repeat(50)).join('\n');
		const { stdout } = spawnSync('bash', ['-c', `printf '%s\\n' "$V" | ${command}`], {
			env: { PATH: process.env['PATH'], V: key },
			encoding: 'utf8',
		});
		const redact = redactor([key, key.split('\n').slice(2).join('\n')]);
		expect(stdout.trim().split('\n').length).toBeGreaterThan(1);
		expect(
			stdout
				.trim()
				.split('\n')
				.filter(line => redact(line) !== redacted),
		).toEqual([]);
	});

	test('line by line if they have the ends of lines as backslash and n', () => {
		const redact = redactor(['-----BEGIN KEY-----\\nabcdefghijkl\\nmnopqrstuvwx\\n']);
		expect(redact('abcdefghijkl')).toBe(redacted);
		expect(redact('a\\nb')).toBe('a\\nb');
	});

	test('but not the words of a switch', () => {
		expect(redactor(['true', 'none', 'default'])('it is true: none by default')).toBe(
			'it is true: none by default',
		);
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
		expect(secretNames(environment, ['OWN'])).toEqual([
			'OWN',
			'GITHUB_OAUTH_TOKEN',
			'AWS_SECRET_ACCESS_KEY',
			'DB_PASSWORD',
		]);
	});

	test('are also those with a password in their value, which is hidden alone too', () => {
		const environment = {
			HTTPS_PROXY: 'http://me:p%40ssword@proxy.example:3128',
			HTTP_PROXY: 'http://proxy.example:3128',
			'BASH_FUNC_get%%': '() { curl https://me:password@example.com; }',
		};
		expect(secretNames(environment, [])).toEqual(['HTTPS_PROXY']);
		const redact = redactor(secretValues(environment, ['HTTPS_PROXY']));
		expect(redact('user me, password p@ssword or p%40ssword')).toBe(
			`user me, password ${redacted} or ${redacted}`,
		);
		expect(redact(environment.HTTPS_PROXY)).toBe(redacted);
	});

	test('but not what the build says openly, whatever a variable is called', () => {
		const environment = { TOKEN: 'eu-central-1', OTHER_TOKEN: 'eu-central-11', SMTP_AUTH: 'required' };
		const names = secretNames(environment, [], ['eu-central-1']);
		expect(names).toEqual(['OTHER_TOKEN', 'SMTP_AUTH']);
		expect(secretNames(environment, ['TOKEN'], ['eu-central-1'])).toContain('TOKEN');
		const redact = redactor(secretValues(environment, names));
		expect(redact('eu-central-1 is required')).toBe('eu-central-1 is required');
	});
});

describe('of a text that is too long', () => {
	const secret = 'hidden-value/1';
	const redact = redactor([secret]);
	const size = 100_000;

	test('the end is kept, and no part of a secret, wherever that stands', () => {
		const end = redactedEnd('x'.repeat(size), redact);
		expect(end).toMatch(/^… x+$/);
		expect(end.length).toBeLessThan(17_000);
		for (let off = -40; off <= 40; off++) {
			const at = size - 16 * 1024 + off;
			const shown = redactedEnd('x'.repeat(at) + secret + 'x'.repeat(size - at - secret.length), redact);
			expect(shown).toMatch(/^… (?:x|<sensitive>)+$/);
		}
	});

	test('half of a secret at its beginning is gone', () => {
		expect(redactedEnd(`${secret.slice(3)}${'x'.repeat(1000)}`, redact)).toMatch(/^… x+$/);
		expect(redactedEnd(secret.slice(3) + secret.repeat(50), redact)).not.toContain(secret.slice(3));
	});

	test('what was overwritten by carriage returns is its last state', () => {
		const states = Array.from({ length: 20_000 }, (_, index) => `${index} of 19999`);
		expect(redactedEnd(`${states.join('\r')}\r`, redact)).toBe('19999 of 19999');
	});
});
