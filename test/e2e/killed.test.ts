import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildFolderOf, eventually, journalOf, untilPrinted } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runningProcesses, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';
import { testEnvironment } from '../setup/places.ts';
import { leftBehind, nothing, openGate, ownImages, runInSandbox, waitAtGate } from './sandbox-builds.ts';

const answers = ['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web'];

const onLinux = process.platform === 'linux';

/** Kills the process that owns a build, as the system does when memory is short. */
const killSupervisor = async (person: Person, id: string): Promise<void> => {
	const [header] = await journalOf(person, id);
	if (header?.kind !== 'header') {
		throw new Error('The journal has no header.');
	}

	process.kill(header.supervisor.pid, 'SIGKILL');
};

const containersOf = (id: string): string =>
	spawnSync('podman', ['ps', '--all', '--quiet', '--filter', `label=packer-wizard.build=${id}`], {
		encoding: 'utf8',
		env: { ...process.env, ...testEnvironment() },
	}).stdout.trim();

/** Only the journal is left of it, and nobody runs any more. */
const expectNothingLeft = async (person: Person, id: string): Promise<void> => {
	expect(await readdir(buildFolderOf(person, id))).toEqual(['journal.ndjson']);
	await eventually(async () => (await runningProcesses(person)).length === 0);
	await eventually(async () => containersOf(id) === '');
};

describe('a build in AWS', () => {
	beforeEach(context => needs(context, 'packer', 'containers', 'moto', 'namespaces'));

	test('whose supervisor is killed is watched to its AMI all the same', async context => {
		context.skip(!onLinux, 'only /proc can open the output of a running Packer again');
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const flags = ['--command', waitAtGate, '--yes', '--detach'];
			const started = await runInSandbox(person, sandbox, ['new', ...answers, ...flags]);
			const id = started.stdout.trim();
			await untilPrinted(person, id, 'waiting');
			await killSupervisor(person, id);
			const watching = runInSandbox(person, sandbox, ['builds', 'watch']);
			await openGate(sandbox);
			const { code, stdout, stderr } = await watching;
			expect(code, stdout + stderr).toBe(0);
			const [image] = ownImages(sandbox, 'us-east-1');
			expect(stdout).toContain('✓ web is ready');
			expect(stdout).toMatch(new RegExp(`us-east-1\\s+${image?.ImageId}`));
			expect(leftBehind(sandbox)).toEqual(nothing);
			await expectNothingLeft(person, id);
		});
	});

	test('whose terminal is closed goes on, and is watched in another', async () => {
		const person = await makePerson();
		await withAwsSandbox(async sandbox => {
			const command = [...sandbox.enter, process.execPath, builtProgram];
			const options = { command, env: sandbox.environment, columns: 100, rows: 30 };
			const flags = [...answers, '--command', waitAtGate, '--yes'];
			const terminal = launch(person, ['new', ...flags], options);
			await terminal.waitFor(/waiting/);
			terminal.hangUp();
			await terminal.exit;
			const another = launch(person, ['builds', 'watch', 'web'], options);
			await another.waitFor(/waiting/);
			await openGate(sandbox);
			await another.waitFor('web is ready', 60_000);
			const [image] = ownImages(sandbox, 'us-east-1');
			expect(another.text()).toContain(image?.ImageId);
			await another.press('enter');
			expect(await another.exit).toMatchObject({ code: 0 });
			expect(leftBehind(sandbox)).toEqual(nothing);
		});
	});
});

describe('a rehearsal whose supervisor is killed', () => {
	beforeEach(context => needs(context, 'packer', 'containers'));

	const rehearse = ['--command', 'echo waiting; sleep 600', '--rehearse', '--speed', '50'];

	test('says that it was interrupted to whoever watches it next, and leaves nothing', async () => {
		const person = await makePerson();
		const started = await runProgram(person, ['new', ...answers, ...rehearse, '--detach']);
		const id = started.stdout.trim();
		await untilPrinted(person, id, 'waiting');
		expect(containersOf(id)).not.toBe('');
		await killSupervisor(person, id);
		const { code, stdout, stderr } = await runProgram(person, ['builds', 'watch', id]);
		expect(code, stderr).toBe(1);
		expect(stdout).toContain('interrupted');
		await expectNothingLeft(person, id);
	});

	test('says so on the screen that shows it', async () => {
		const person = await makePerson();
		const terminal = launch(person, ['new', ...answers, ...rehearse], { columns: 100, rows: 30 });
		await terminal.waitFor(/waiting/, 60_000);
		const [id = ''] = await readdir(buildFolderOf(person, ''));
		await killSupervisor(person, id);
		await terminal.waitFor(/interrupted/, 60_000);
		terminal.type('q');
		expect(await terminal.exit).toMatchObject({ code: 1 });
		expect(terminal.history().join('\n')).toContain('web was interrupted');
		await expectNothingLeft(person, id);
	});
});
