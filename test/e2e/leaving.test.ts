import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePerson, type Person, runningProcesses, runProgram } from '../helpers/program.ts';
import { serve } from '../helpers/serve.ts';
import { launch } from '../helpers/terminal.ts';
import { script } from '../packer/programs.ts';

/** A machine without Packer, and a server of releases that begins to give one and never ends. */
const makeSlow = async () => {
	const person = await makePerson();
	const { promise: asked, resolve: begin } = Promise.withResolvers<void>();
	const { promise: closed, resolve: close } = Promise.withResolvers<void>();
	const server = await serve((_request, response) => {
		response.on('close', close);
		response.write('PK', () => begin());
	});
	const env = { PATH: path.join(person.home, 'bin'), PACKER_WIZARD_RELEASES_URL: server };
	return { person, env, asked, closed };
};

const expectNothingLeft = async (person: Person): Promise<void> => {
	await expect.poll(() => runningProcesses(person)).toEqual([]);
	expect(await readdir(path.join(person.home, '.cache', 'packer-wizard', 'packer'))).toEqual([]);
};

/** Keeps an apt-get that says what it does, and hears of Ctrl-C as dpkg does: not at all. */
const addApt = (person: Person): void => {
	const bin = path.join(person.home, 'bin');
	script(path.join(bin, 'sudo'), '[ "$1" = -n ] && shift', 'exec "$@"');
	script(path.join(bin, 'apt-cache'), 'echo "  Candidate: 1.16.1-1"');
	script(
		path.join(bin, 'apt-get'),
		'PATH=/usr/bin:/bin',
		'trap "" INT',
		'echo "Unpacking packer ..."; echo unpacking >"$HOME/apt"',
		'until [ -e "$HOME/go-on" ]; do sleep 0.1; done; echo unpacked >"$HOME/apt"',
	);
};

const notStarted = 'nodejs was not started.';

const ways = ['ctrl-c', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;

test.each(
	ways.flatMap(way => [
		{ way, front: 'the full screen', flags: [] },
		{ way, front: 'the prompts', flags: ['--plain'] },
	]),
)('$way while Packer is loaded in $front ends that, too', async ({ way, flags }) => {
	const { person, env, asked, closed } = await makeSlow();
	const terminal = launch(person, ['run', 'nodejs', '--rehearse', ...flags], { env });
	await terminal.waitFor(/❯ Get Packer/);
	await terminal.settle();
	await terminal.press('enter');
	await asked;
	await (way === 'ctrl-c' ? terminal.press('ctrl-c') : terminal.kill(way));
	await closed;
	expect(await terminal.exit).toMatchObject({ code: 130 });
	expect(terminal.history().join('\n')).toContain(notStarted);
	await expectNothingLeft(person);
});

test.each([
	['SIGINT', []],
	['SIGTERM', ['--json']],
	['SIGHUP', []],
] as const)('%s while Packer is loaded by flags ends that, too %o', async (signal, flags) => {
	const { person, env, asked, closed } = await makeSlow();
	const ended = runProgram(person, ['run', 'nodejs', '--rehearse', '--yes', ...flags], {
		env,
		onStart: pid => asked.then(() => process.kill(pid, signal)),
	});
	await closed;
	const { code, stdout, stderr } = await ended;
	expect(flags.length === 0 ? stdout : stderr).toContain(notStarted);
	expect(code).toBe(130);
	await expectNothingLeft(person);
});

test.each([
	{ front: 'the full screen', flags: [], told: 'Waiting for the step that it is at: By apt' },
	{
		front: 'the prompts',
		flags: ['--plain'],
		told: 'apt is told to stop. It ends the step that it is at, and is waited for.',
	},
])('Ctrl-C while a package is installed in $front waits for that, and says so', async ({ flags, told }) => {
	const { person, env } = await makeSlow();
	addApt(person);
	const terminal = launch(person, ['run', 'nodejs', '--rehearse', ...flags], { env });
	await terminal.waitFor(/❯ Get Packer/);
	await terminal.settle();
	await terminal.press('down');
	await terminal.waitFor(/❯ By apt/);
	await terminal.settle();
	await terminal.press('enter');
	const apt = () => readFile(path.join(person.home, 'apt'), 'utf8').catch(() => '');
	await expect.poll(apt).toBe('unpacking\n');
	await terminal.press('ctrl-c');
	await terminal.waitFor(told);
	expect(await apt()).toBe('unpacking\n');
	await writeFile(path.join(person.home, 'go-on'), '');
	expect(await terminal.exit).toMatchObject({ code: 130 });
	expect(await apt()).toBe('unpacked\n');
	expect(terminal.history().join('\n')).toContain(told);
	expect(terminal.history().join('\n')).toContain(notStarted);
});
