import { tmpdir } from 'node:os';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { checkScript } from '../../../source/rehearsal/instance/script.ts';
import { traceCommand } from '../../../source/rehearsal/instance/trace.ts';
import { remember, type Upload } from '../../../source/rehearsal/instance/uploads.ts';

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

test('of an upload that is no script it is not told that it did not run, whatever its name is', async () => {
	const told: string[] = [];
	const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
	const run = (upload: Upload) =>
		traceCommand(
			'/tmp/script_1.sh',
			{
				home: '/home/ubuntu',
				uploads: new Map([['/tmp/script_1.sh', upload]]),
				reason: 'No engine.',
				folder: tmpdir(),
				onNotRun: script => told.push(script),
			},
			streams,
		);
	await run({ mode: '0755', size: 9_000_000, content: undefined });
	expect(told).toEqual([]);
	await run({ mode: '0755', size: 5, content: Buffer.from('true\n') });
	expect(told).toEqual(['true\n']);
});
