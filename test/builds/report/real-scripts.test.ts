import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explain } from '../../../source/builds/report/explain.ts';
import { advance, startTimeline, type Timeline } from '../../../source/builds/timeline/timeline.ts';
import { journalEntries, journalHeader, transcript } from '../../helpers/transcript.ts';

type Ran = { readonly lines: readonly string[]; readonly code: number };

/** Runs lines as a step of packer-wizard has them, by the bash of this computer. */
const run = (text: string): Ran => {
	const folder = mkdtempSync(path.join(tmpdir(), 'script-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const file = path.join(folder, 'script_4711.sh');
	writeFileSync(file, text);
	chmodSync(file, 0o755);
	const { stdout, stderr, status, signal } = spawnSync(
		'bash',
		['--norc', '-c', `${file} && exit 117; exit $?`],
		{
			cwd: folder,
			env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' },
			encoding: 'utf8',
		},
	);
	expect(signal).toBeNull();
	return { lines: `${stdout}${stderr}`.split('\n').filter(line => line !== ''), code: status ?? -1 };
};

/** The recorded build in which a script fails, as if it were this one. */
const failed = ({ lines, code }: Ran): Timeline => {
	const output = transcript('1.6.6', 'script-fails')
		.toString()
		.replaceAll('non-zero exit status: 3', `non-zero exit status: ${code}`)
		.replace(/^(.*)E: Unable to locate package nodejss\n/m, (_, prefix: string) =>
			lines.map(line => `${prefix}${line.replaceAll(',', '%!(PACKER_COMMA)')}\n`).join(''),
		);
	const scripts = ['scripts/01-hello.sh', 'scripts/02-fail.sh'];
	return advance(startTimeline(journalHeader('1.6.6', scripts)), journalEntries(output, { exitCode: 1 }));
};

const strict = '#!/usr/bin/env bash\nset -euo pipefail\n\n';

test.each([
	['yes | head -n 1\necho reached', 141, 'script.pipe', undefined],
	['echo $UNSET_THING', 1, 'script.unset', 'UNSET_THING is not set'],
	['echo : "$UNSET_THING" >given.sh\n. ./given.sh', 1, 'script.unset', 'UNSET_THING is not set'],
	['nodee --version', 127, 'script.no-command', 'there is no command nodee'],
	['./nowhere', 127, 'script.no-file', './nowhere is not there'],
	['cat ./nowhere', 1, 'script.no-file', './nowhere is not there'],
	['touch setup\n./setup', 126, 'script.not-executable', './setup cannot be executed'],
	["printf '\\x7fELFnothing' >setup\nchmod +x setup\n./setup", 126, 'script.other-processor', undefined],
	['printf "#!/no/such/python\\n" >setup\nchmod +x setup\n./setup', 127, 'script.no-interpreter', './setup'],
	['if true; then\necho hi', 2, 'script.syntax', undefined],
	['kill -9 $$', 137, 'script.killed', undefined],
	['timeout 0.01 sleep 5', 124, 'script.own-timeout', undefined],
	['curl -fsS http://nowhere.invalid/', 6, 'script.no-host', 'the machine cannot find nowhere.invalid'],
	['curl -fsS http://127.0.0.1:9/', 7, 'script.no-network', undefined],
	['echo x | tar -xzf -', 2, 'script.not-an-archive', undefined],
	['echo 0 x | sha256sum -c', 1, 'script.exit', undefined],
	['false', 1, 'script.exit', undefined],
] as const)('what bash says of: %s', (text, code, id, because) => {
	const ran = run(`${strict}${text}\n`);
	expect(ran.code).toBe(code);
	const diagnosis = explain(failed(ran));
	expect(diagnosis?.id).toBe(id);
	expect(diagnosis?.what).toContain(because ?? `ended with exit code ${code}`);
});

test('bash names the line of the file', () => {
	const { lines, code } = run(`${strict}echo one\nnodee\n`);
	expect(explain(failed({ lines, code }))?.why).toBe('bash says so of line 5 of its file.');
});

test('lines that end as those of Windows do', () => {
	expect(explain(failed(run('#!/bin/bash\nset -e\r\nnodee\r\n')))?.id).toMatch(/carriage-returns|syntax/);
	expect(explain(failed(run('#!/bin/bash\necho one\nnodee\r\n')))?.id).toBe('script.carriage-returns');
});
