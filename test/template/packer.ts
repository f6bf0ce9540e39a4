import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { parseVersion } from '../../source/base/versions.ts';
import type { TemplateFile } from '../../source/template/files.ts';
import { type PackerProfile, packerProfile } from '../../source/template/profile.ts';

export type Ended = { readonly code: number; readonly output: string };

/** Runs a program to its end; output is standard output and standard error together. */
export const runToEnd = (
	program: string,
	args: readonly string[],
	options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Ended> =>
	new Promise(resolve => {
		execFile(
			program,
			args,
			{ ...options, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
			(error, stdout, stderr) => {
				const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
				resolve({ code, output: stdout + stderr });
			},
		);
	});

/** For a Packer that is soon gone, with one plugin for each step of a template: collecting garbage is a quarter of its work. */
export const briefly: NodeJS.ProcessEnv = { ...process.env, GOGC: 'off', GOMAXPROCS: '1' };

export const packer = (...args: readonly string[]): Promise<Ended> =>
	runToEnd('packer', args, { env: briefly });

/** What bash says of scripts that it only reads, up to the first with a fault. */
export const bashReads = (files: readonly string[]): Promise<Ended> =>
	runToEnd('bash', ['-c', 'for file; do bash -n "$file" || exit 1; done', '-', ...files]);

/** The profile of the Packer on PATH. */
export const installedProfile = (): PackerProfile => {
	const { stdout } = spawnSync('packer', ['version', '-machine-readable'], { encoding: 'utf8' });
	const version = parseVersion(/,version,(.*)/.exec(stdout)?.[1] ?? '');
	if (!version) {
		throw new Error(`packer version printed ${stdout}`);
	}

	return packerProfile(version);
};

/** A folder that goes with the test. */
export const temporaryFolder = async (): Promise<string> => {
	const folder = await mkdtemp(path.join(tmpdir(), 'pw-template-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return folder;
};

export const writeAll = async (folder: string, files: readonly TemplateFile[]): Promise<void> => {
	for (const file of files) {
		const target = path.join(folder, ...file.path.split('/'));
		await mkdir(path.dirname(target), { recursive: true });
		await writeFile(target, file.content, { mode: file.executable ? 0o755 : 0o644 });
	}
};

/** Runs the tasks, two at a time. */
export const twoAtATime = async <Task>(
	tasks: readonly Task[],
	carryOut: (task: Task) => Promise<void>,
): Promise<void> => {
	const waiting = [...tasks];
	const worker = async (): Promise<void> => {
		for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
			await carryOut(task);
		}
	};
	await Promise.all([worker(), worker()]);
};
