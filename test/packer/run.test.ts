import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodes, Problem } from '../../source/base/problem.ts';
import { packerEnvironment } from '../../source/packer/environment.ts';
import { type PackerExit, spawnPacker } from '../../source/packer/run.ts';
import { needs } from '../helpers/needs.ts';
import { recordsOf } from '../helpers/transcript.ts';
import { findPacker } from '../helpers/whereabouts.ts';
import { script, temporaryFolder } from './programs.ts';

/** A template that needs no plugin and no network: it writes a file. */
const writeTemplate = (
	folder: string,
	source = 'source "file" "image" {\n  content = "hello"\n  target  = "out.txt"\n}',
): void =>
	writeFileSync(
		path.join(folder, 'image.pkr.hcl'),
		`${source}\n\nbuild {\n  sources = ["source.file.image"]\n}\n`,
	);

const realPacker = () => findPacker({ ...process.env, PACKER_WIZARD_PACKER: undefined });

type Ran = {
	readonly exit: PackerExit;
	readonly stdout: string;
	readonly stderr: string;
	readonly pid: number;
};

const run = async (
	program: string,
	folder: string,
	environment: Record<string, string>,
	act?: (pid: number) => void,
): Promise<Ran> => {
	const files = ['stdout', 'stderr'].map(name => path.join(temporaryFolder(), name));
	const [stdout = -1, stderr = -1] = files.map(file => openSync(file, 'w'));
	const { pid, exited } = await spawnPacker({ program, folder, environment, stdout, stderr });
	act?.(pid);
	const exit = await exited;
	closeSync(stdout);
	closeSync(stderr);
	const [out = '', err = ''] = files.map(file => readFileSync(file, 'utf8'));
	return { exit, stdout: out, stderr: err, pid };
};

describe('a build by the real Packer', () => {
	test('writes its records to the file', async context => {
		needs(context, 'packer');
		const folder = temporaryFolder();
		writeTemplate(folder);
		const { path: program, version } = await realPacker();
		const environment = packerEnvironment(process.env, { version, folder: temporaryFolder() });
		const { exit, stdout, stderr } = await run(program, folder, environment);
		expect(exit).toEqual({ code: 0, signal: null });
		expect(stderr).toBe('');
		expect(readFileSync(path.join(folder, 'out.txt'), 'utf8')).toBe('hello');
		const records = recordsOf(stdout);
		expect(records.at(-1)?.offset).toBe(Buffer.byteLength(stdout));
		expect(records).toEqual(
			expect.arrayContaining([
				expect.objectContaining({
					target: 'file.image',
					type: 'artifact',
					data: ['0', 'builder-id', 'packer.file'],
				}),
				expect.objectContaining({
					type: 'ui',
					data: ['say', expect.stringContaining("Build 'file.image' finished")],
				}),
			]),
		);
	});

	test('fails with exit code 1 when the template is wrong', async context => {
		needs(context, 'packer');
		const folder = temporaryFolder();
		writeTemplate(folder, 'source "file" "image" {\n  nonsense = 1\n}');
		const { path: program, version } = await realPacker();
		const environment = packerEnvironment(process.env, { version, folder: temporaryFolder() });
		const { exit, stdout } = await run(program, folder, environment);
		expect(exit).toEqual({ code: 1, signal: null });
		expect(stdout).toContain('nonsense');
	});
});

describe('the process', () => {
	test('leads a group and a session of its own, in the folder, with nothing on its standard input', async () => {
		const folder = temporaryFolder();
		const program = script(
			path.join(temporaryFolder(), 'packer'),
			'echo "$@"',
			'pwd -P',
			'ps -o pgid= -o sid= -p $$ | tr -s " "',
			'wc -c',
			'echo "$ONLY"',
			'echo problem >&2',
			'exit 7',
		);
		const environment = { PATH: process.env['PATH'] ?? '', ONLY: 'this' };
		const { exit, stdout, stderr, pid } = await run(program, folder, environment);
		const [command, where, group, input, only] = stdout.split('\n').map(line => line.trim());
		expect(command).toBe('build -machine-readable -color=false .');
		expect(where).toBe(folder);
		expect(group).toBe(`${pid} ${pid}`);
		expect(input).toBe('0');
		expect(only).toBe('this');
		expect(stderr).toBe('problem\n');
		expect(exit).toEqual({ code: 7, signal: null });
	});

	test('that a signal ended says so', async () => {
		const program = script(path.join(temporaryFolder(), 'packer'), 'exec sleep 100');
		const environment = { PATH: process.env['PATH'] ?? '' };
		const { exit } = await run(program, temporaryFolder(), environment, pid => process.kill(pid, 'SIGTERM'));
		expect(exit).toEqual({ code: null, signal: 'SIGTERM' });
	});

	test('that cannot be started is a Problem', async () => {
		await expect(run('/no/such/packer', temporaryFolder(), {})).rejects.toMatchObject({
			message: '/no/such/packer cannot be started.',
			reason: 'It is not there any more.',
			exitCode: exitCodes.missing,
		});
		await expect(run(temporaryFolder(), temporaryFolder(), {})).rejects.toBeInstanceOf(Problem);
	});
});
