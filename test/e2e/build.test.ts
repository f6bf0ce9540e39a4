import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { eventually, listBuilds, untilPrinted } from '../builds/helpers.ts';
import { withAwsSandbox } from '../helpers/aws-sandbox/aws-sandbox.ts';
import { needs } from '../helpers/needs.ts';
import {
	builtProgram,
	makePerson,
	type Person,
	root,
	runningProcesses,
	runProgram,
} from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { instances, leftBehind, nothing, ownImages } from './sandbox-builds.ts';
import { markRow, openHome, walkToReview } from './walk.ts';

let person: Person;

beforeEach(async context => {
	needs(context, 'packer', 'containers');
	person = await makePerson({ PACKER_WIZARD_CONTENTS: 'on' });
});

const answers = ['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web'];

/** Starts a rehearsal in the full screen whose step takes as long as the test likes. */
const rehearseSlowly = async (): Promise<Terminal> => {
	const terminal = launch(person, ['new', ...answers, '--command', 'echo begun; sleep 600', '--rehearse']);
	await terminal.waitFor(/begun/, 60_000);
	return terminal;
};

const onlyBuild = async () => {
	const builds = await listBuilds(person.environment);
	expect(builds).toHaveLength(1);
	return builds[0];
};

const expectNothingRuns = async (): Promise<void> => {
	for (const deadline = Date.now() + 20_000; (await runningProcesses(person)).length > 0; ) {
		expect(Date.now(), 'something still runs').toBeLessThan(deadline);
		await new Promise(done => setTimeout(done, 200));
	}
};

test('a whole rehearsal, from `npm start` to the image id', async () => {
	const terminal = launch(person, [], { command: ['npm', '--prefix', root, 'start'] });
	await terminal.waitFor('Rehearse an image', 60_000);
	await walkToReview(terminal, { commands: ['echo hello from the machine'] });
	await markRow(terminal, 'Rehearse it');
	await terminal.press('enter');
	await terminal.waitFor('hello from the machine', 90_000);
	await terminal.waitFor('The rehearsal is over', 90_000);
	await terminal.press('enter');
	expect(await terminal.exit).toMatchObject({ code: 0 });
	const kept = terminal.history().join('\n');
	expect(kept).toMatch(/✓ rehearsed: web's scripts ran in a container/);
	expect(kept).toMatch(/us-east-1 +ami-[0-9a-f]{17} \(rehearsed, not real\)/);
	// What npm was started in is where the files are.
	expect(await readdir(person.folder)).toEqual(['web']);
	await expectNothingRuns();
});

test('arguments behind `npm start --` reach the program', async () => {
	const command = ['npm', '--prefix', root, 'start', '--'];
	const { code, stderr } = await runProgram(person, ['run', 'nodesj'], { command });
	expect(code, stderr).toBe(2);
	expect(stderr).toContain('nodejs');
});

describe('cancelling', () => {
	test('by the dialog: Packer cleans up, and the program ends with 130', async () => {
		const terminal = await rehearseSlowly();
		terminal.type('c');
		await terminal.waitFor(/❯ Keep building/);
		await terminal.press('right');
		await terminal.waitFor(/❯ Cancel/);
		await terminal.press('enter');
		await terminal.waitFor(/was cancelled after/, 60_000);
		expect((await onlyBuild())?.end).toMatchObject({ result: 'cancelled', artifacts: [] });
		await terminal.press('escape', 'ctrl-c');
		await terminal.exit;
		await expectNothingRuns();
	});

	test('by Ctrl-C, asked once; again cancels', async () => {
		const terminal = await rehearseSlowly();
		await terminal.press('ctrl-c');
		await terminal.waitFor(/❯ Keep building/);
		await terminal.press('ctrl-c');
		// Packer's own line about it comes before the end.
		await terminal.waitFor(/was cancelled after/, 60_000);
		expect((await onlyBuild())?.end).toMatchObject({ result: 'cancelled' });
		await terminal.press('ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
		await expectNothingRuns();
	});

	test('escape in the dialog keeps building', async () => {
		const terminal = await rehearseSlowly();
		await terminal.press('ctrl-c');
		await terminal.waitFor(/❯ Keep building/);
		await terminal.press('escape');
		await terminal.waitFor(screen => !screen.join().includes('Keep building'));
		expect((await onlyBuild())?.end).toBeUndefined();
	});

	test('in AWS nothing is left', async context => {
		needs(context, 'moto', 'namespaces');
		await withAwsSandbox(async sandbox => {
			const terminal = launch(person, ['new', ...answers, '--command', 'echo begun; sleep 600', '--yes'], {
				command: [...sandbox.enter, process.execPath, builtProgram],
				env: sandbox.environment,
			});
			await terminal.waitFor(/begun/, 90_000);
			expect(instances(sandbox)).toMatchObject([{ State: { Name: 'running' } }]);
			await terminal.press('ctrl-c');
			await terminal.waitFor(/❯ Keep building/);
			await terminal.press('ctrl-c');
			await terminal.waitFor(/was cancelled after/, 90_000);
			expect(leftBehind(sandbox)).toEqual(nothing);
			expect(ownImages(sandbox, 'us-east-1')).toEqual([]);
		});
	});
});

describe('leaving', () => {
	const slow = ['--command', 'for i in 1 2 3 4 5 6 7 8; do echo tick $i; sleep 1; done'];

	test('q leaves it running with 5, and it can be watched again to its end', async () => {
		const terminal = launch(person, ['new', ...answers, ...slow, '--rehearse']);
		await terminal.waitFor(/tick 1/, 60_000);
		terminal.type('q');
		expect(await terminal.exit).toMatchObject({ code: 5 });
		const { id } = (await onlyBuild()) ?? {};
		expect(terminal.history().join('\n')).toContain(`builds watch ${id}`);

		const watching = launch(person, ['builds', 'watch', id ?? '']);
		await watching.waitFor(/tick 8/, 60_000);
		await watching.waitFor('The rehearsal is over', 60_000);
		await watching.press('enter');
		expect(await watching.exit).toMatchObject({ code: 0 });
		await expectNothingRuns();
	});

	test('a terminal that is closed leaves it running', async () => {
		const terminal = launch(person, ['new', ...answers, ...slow, '--rehearse']);
		await terminal.waitFor(/tick 1/, 60_000);
		terminal.hangUp();
		await terminal.exit;
		const { code, stdout } = await runProgram(person, ['builds', 'watch']);
		expect(code, stdout).toBe(0);
		expect((await onlyBuild())?.end).toMatchObject({ result: 'done' });
	});

	test('in CI a hang-up cancels it, and its end is waited for', async () => {
		const { code, stdout } = await runProgram(person, ['new', ...answers, ...slow, '--rehearse'], {
			env: { CI: 'true' },
			onStart: async pid => {
				const { id } = await eventually(async () => (await listBuilds(person.environment))[0]);
				await untilPrinted(person, id, 'tick 1');
				process.kill(pid, 'SIGHUP');
			},
		});
		expect(code, stdout).toBe(130);
		expect((await onlyBuild())?.end).toMatchObject({ result: 'cancelled' });
	});

	test('escape goes home, where it is seen running', async () => {
		const terminal = launch(person, ['new', ...answers, ...slow, '--rehearse']);
		await terminal.waitFor(/tick 1/, 60_000);
		await terminal.press('escape');
		await terminal.waitFor(/▸ web/);
		await terminal.waitFor(/✓ web +rehearsed/, 60_000);
	});
});

describe('presets', () => {
	test('one that was saved runs again, with its last build shown at home', async () => {
		const terminal = await openHome(person);
		await walkToReview(terminal, { commands: ['echo from a preset'] });
		await markRow(terminal, 'Save as a preset');
		await terminal.press('enter');
		await terminal.waitFor(/› web/);
		await terminal.press('enter');
		await terminal.waitFor(/yours will hide it/);
		await terminal.settle();
		await terminal.press('enter');
		await terminal.waitFor(/saved/i);
		await terminal.press('ctrl-c');
		await terminal.exit;

		const { code, stdout, stderr } = await runProgram(person, ['run', 'web', '--rehearse']);
		expect(code, stderr + stdout).toBe(0);
		const home = await openHome(person);
		await home.waitFor(/^ +web .*rehearsed just now|^ +web .*rehearsed \d+ min/m);
	});
});
