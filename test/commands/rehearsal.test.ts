import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { journalFile } from '../../source/builds/folders.ts';
import { needs } from '../helpers/needs.ts';
import { builtProgram, makePerson, type Person, runningProcesses, runProgram } from '../helpers/program.ts';
import { launch } from '../helpers/terminal.ts';

let person: Person;
const written = ['--region', 'eu-west-1', '--base', 'debian-12', '--name', 'shop', '--command', 'echo hello'];

const run = (...args: readonly string[]) => runProgram(person, args);

beforeEach(async context => {
	needs(context, 'packer');
	person = await makePerson();
});

/** Starts the program without a terminal; gives what it prints on the way. */
const startDetached = (...args: readonly string[]) => {
	const child = spawn(process.execPath, [builtProgram, ...args], {
		cwd: person.folder,
		env: person.environment,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const ended = once(child, 'close').then(([code]) => code);
	let printed = '';
	child.stdout.setEncoding('utf8').on('data', chunk => {
		printed += chunk;
	});
	const until = async (pattern: RegExp): Promise<void> => {
		while (!pattern.test(printed)) {
			if (child.exitCode !== null) {
				throw new Error(`It ended, and there is no ${pattern} in:\n${printed}`);
			}

			await once(child.stdout, 'data');
		}
	};
	return { child, until, ended, printed: () => printed };
};

describe('a rehearsal without a terminal', () => {
	test('by lines: the id first, the image last, and then in the lists', async () => {
		expect(await run('new', ...written)).toMatchObject({ code: 0 });
		const ended = await run('run', './shop', '--rehearse', '--speed', '100');
		expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: '' });
		const lines = ended.stdout.split('\n');
		const id = /build ([0-9a-f]{4})/.exec(lines[0] ?? '')?.[1] ?? 'none';
		expect(ended.stdout).toMatch(/eu-west-1 +ami-[0-9a-f]+ \(rehearsed, not real\)/);

		const list = await run('builds', 'list', '--json');
		expect(JSON.parse(list.stdout)).toMatchObject([{ id, name: 'shop', mode: 'rehearsal', result: 'done' }]);
		expect((await run('builds', 'show')).stdout).toMatch(/rehearsed/);
		const watched = await run('builds', 'watch', id);
		// The order within one instant is left to what tells it.
		const events = (text: string) => text.split('\n').filter(line => /(started|done): /.test(line));
		expect(events(watched.stdout)).toEqual(events(ended.stdout));
		const cancel = await run('builds', 'cancel', id);
		expect(cancel).toMatchObject({ code: 2 });
		expect(cancel.stderr).toContain(`shop (${id}) is over: done.`);
	});

	test('as JSON: standard output is the journal', async () => {
		const ended = await run('new', ...written, '--rehearse', '--json', '--speed', '100');
		expect(ended, ended.stderr).toMatchObject({ code: 0 });
		const [header] = ended.stdout.split('\n');
		const { id } = JSON.parse(header ?? '');
		expect(ended.stdout).toBe(await readFile(journalFile(id, person.environment), 'utf8'));
		expect(ended.stderr).toContain('rehearsed');
	});

	test.each(['SIGINT', 'SIGTERM'] as const)('%s cancels, cleans up, and leaves nothing', async signal => {
		const { child, until, ended, printed } = startDetached('new', ...written, '--rehearse', '--speed', '15');
		await until(/started: Start the machine/);
		child.kill(signal);
		expect(await ended, printed()).toBe(130);
		expect(printed()).toContain('Cancelling: Packer deletes its machine, key and firewall first.');
		expect(printed()).toContain('cancelled: shop');
		await expect.poll(() => runningProcesses(person)).toEqual([]);
	});

	test('--detach leaves it running; it is watched, and cancelled from elsewhere', async () => {
		const started = await run('new', ...written, '--rehearse', '--detach', '--speed', '8');
		expect(started, started.stderr).toMatchObject({ code: 0 });
		const id = started.stdout.trim();
		const watcher = startDetached('builds', 'watch', 'shop');
		await watcher.until(/started: Start the machine/);
		const cancelled = await run('builds', 'cancel');
		expect(cancelled, cancelled.stderr).toMatchObject({ code: 0 });
		expect(cancelled.stdout).toContain(`shop (${id}) is over: cancelled.`);
		expect(await watcher.ended, watcher.printed()).toBe(130);
	});

	test('a fault is asked for, and the failed script is told with its log', async () => {
		const ended = await run('new', ...written, '--rehearse', '--speed', '100', '--fault', 'script-fails');
		expect(ended, ended.stderr).toMatchObject({ code: 1 });
		expect(ended.stdout).toMatch(/failed: step \d of \d, /);
		expect(ended.stdout).toMatch(/^log of .*:\n {2}This script was made to fail/m);
	});
});

test('a rehearsal by prompts, from home to the image, and its preset run again by name', async () => {
	const terminal = launch(person, ['--plain'], { rows: 40 });
	const choose = async (question: RegExp, row: RegExp): Promise<void> => {
		await terminal.waitFor(question);
		await terminal.settle();
		for (let tries = 0; tries < 20 && terminal.rowOf(row) === -1; tries++) {
			await terminal.press('down');
		}

		expect(terminal.text()).toMatch(row);
		await terminal.press('enter');
	};
	// A list of so many presets can be searched: the cursor stands behind the question.
	await choose(/^\? What to do\s*$/m, /❯ Preset nodejs/);
	await choose(/^\? Preset nodejs$/m, /❯ Rehearse it/);
	await terminal.waitFor(/ami-[0-9a-f]+ \(rehearsed, not real\)/, 60_000);
	await choose(/^\? What now$/m, /❯ Done/);
	expect(await terminal.exit).toMatchObject({ code: 0 });
	const list = await run('presets', 'list');
	expect(list.stdout).toMatch(/^nodejs .*rehearsed just now, /m);
});

test('a terminal that hangs up leaves the build running', async () => {
	const terminal = launch(person, ['new', ...written, '--rehearse', '--plain', '--speed', '15']);
	await terminal.waitFor(/started: Start the machine/, 60_000);
	terminal.hangUp();
	await terminal.exit;
	const watched = await run('builds', 'watch', 'shop');
	expect(watched).toMatchObject({ code: 0 });
	expect(watched.stdout).toContain('done: shop');
});

test('Ctrl-C in a build by prompts asks, and cancels on the second', async () => {
	const terminal = launch(person, ['new', ...written, '--rehearse', '--plain', '--speed', '15']);
	await terminal.waitFor(/started: Start the machine/, 60_000);
	await terminal.press('ctrl-c');
	await terminal.waitFor(/Cancel the build\?[\s\S]*❯ Keep building/);
	await terminal.settle();
	await terminal.press('ctrl-c');
	await terminal.waitFor(/shop was cancelled/, 60_000);
	expect(await terminal.exit).toMatchObject({ code: 130 });
	await expect.poll(() => runningProcesses(person)).toEqual([]);
});
