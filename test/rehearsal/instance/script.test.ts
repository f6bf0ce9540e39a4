import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { checkScript } from '../../../source/rehearsal/instance/script.ts';
import { remember } from '../../../source/rehearsal/instance/uploads.ts';

const check = (text: string) => {
	const content = Buffer.from(text);
	const upload = { mode: '0644', size: content.length, content };
	return checkScript(upload, '/tmp/script_1.sh', 'No engine.', tmpdir());
};

test('line ends of Windows are no fault, since they go before a script is run', async () => {
	expect(await check('#!/usr/bin/env bash\r\nif true; then\r\n  echo "a\rb"\r\nfi\r\n')).toMatchObject({
		code: 0,
		lines: [
			'Checked, not run. No engine.',
			'  #!/usr/bin/env bash',
			'  if true; then',
			'    echo "a\rb"',
			'  fi',
		],
	});
});

test('a script with a very long line is checked whole and shown in part', async () => {
	const long = `# ${'x'.repeat(1_999_998)}`;
	const { code, lines, errors } = await check(`${long}\nif\n`);
	expect(code).not.toBe(0);
	expect(errors.join('\n')).toMatch(/^\/tmp\/script_1\.sh: line 3: syntax error/);
	expect(lines[1]).toBe(`  ${long.slice(0, 1000)}… (2000000 characters)`);
	const { passed, taken } = remember(
		(async function* () {
			yield Buffer.from(long);
		})(),
		long.length,
	);
	for await (const part of passed) {
		expect(part).toHaveLength(2_000_000);
	}

	expect(taken()?.toString()).toBe(long);
});
