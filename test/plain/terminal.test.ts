import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIfExists } from '../../source/base/files.ts';
import { eventually } from '../builds/helpers.ts';
import { builtProgram, makePerson, runProgram } from '../helpers/program.ts';
import { type Key, launch, type Terminal } from '../helpers/terminal.ts';

/** Answers a question once it stands; the next key is pressed only when the one before was drawn. */
const answer = async (
	terminal: Terminal,
	question: string | RegExp,
	...deeds: readonly (Key | { text: string; until?: RegExp })[]
) => {
	await terminal.waitFor(question);
	await terminal.settle();
	for (const deed of deeds) {
		if (typeof deed === 'string') {
			await terminal.press(deed);
		} else {
			terminal.type(deed.text);
			await terminal.waitFor(deed.until ?? deed.text);
		}

		await terminal.settle();
	}
};

const filesOf = async (folder: string): Promise<Record<string, string>> => {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
	const texts = await Promise.all(
		files.map(async file => [path.relative(folder, file), await readFile(file, 'utf8')] as const),
	);
	return Object.fromEntries(texts.sort(([a], [b]) => a.localeCompare(b)));
};

/** What a shell, HCL and Packer's own templates would each take for theirs. */
const motd = `echo 'a "{{ b }}" $\{HOME} %{x}' > ~/motd`;

describe('the wizard by classic prompts, in a real terminal', () => {
	test('a terminal that vanishes ends it, without a signal as with one, and is no defect', async () => {
		const person = await makePerson();
		const [errors, code] = ['errors', 'code'].map(name => path.join(person.home, name));
		// Who leads the session alone gets the signal.
		const leader = `trap '' HUP; "$@" 2>'${errors}'; echo $? >'${code}.new'; mv '${code}.new' '${code}'`;
		const terminal = launch(person, ['new', '--plain'], {
			command: ['/bin/sh', '-c', leader, 'sh', process.execPath, builtProgram],
		});
		await terminal.waitFor(/^Step 1 of 8: Where/m);
		terminal.vanish();
		const ended = await eventually(() => readIfExists(String(code)));
		expect(await readFile(String(errors), 'utf8')).toBe('');
		expect(ended).toBe('130\n');
	});

	test('what a bundle cannot do without is asked for, what cannot be is said, and nothing is lost by either', async () => {
		const person = await makePerson();
		const image = ['--region', 'us-east-1', '--name', 'web', '--base', 'ubuntu-24.04'];
		const terminal = launch(person, ['new', '--plain', '--install', 'route53-helpers', ...image]);
		await answer(terminal, /^Step 1 of 8: Where/m, 'enter');
		await answer(terminal, /: Processor$/m, 'enter');
		await answer(terminal, /: Machine$/m, 'enter');
		await answer(terminal, /^\? Zone of Route 53/m, 'enter');
		await terminal.waitFor(/A value is needed\./);
		await answer(terminal, /^\? Zone of Route 53/m, { text: 'x!' }, 'enter');
		await terminal.waitFor(/A zone looks like/);
		expect(terminal.text()).toMatch(/Zone of Route 53:? x!/);
		await terminal.press('ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
		expect(await filesOf(person.folder)).toEqual({});
	});

	test('the same answers by prompts and by flags write the same bytes', async () => {
		const person = await makePerson();
		const terminal = launch(person, ['new', '--plain'], { rows: 30 });
		await answer(terminal, /^Step 1 of 8: Where/m, 'enter');
		await answer(terminal, /^Step 2 of 8: Region/m, { text: 'irel', until: /❯ eu-west-1/ }, 'enter');
		await answer(terminal, /Base image$/m, { text: 'jammy', until: /❯ Ubuntu 22/ }, 'enter');
		await answer(terminal, /Processor$/m, 'down', 'enter');
		await answer(terminal, /^Step 4 of 8: Machine/m, { text: 't4g.small', until: /❯ t4g\.small/ }, 'enter');
		// What is gone is found, says what took its place, and cannot be ticked.
		await answer(
			terminal,
			/What to install$/m,
			{ text: 'log aggregation', until: /take\s+cloudwatch-agent/ },
			'enter',
		);
		await answer(
			terminal,
			/\? cloudwatch-log-aggregation-scripts was removed[^✔]+Go on with nothing/,
			{ text: 'own commands', until: /❯ \[ \] your own commands/ },
			'enter',
		);
		await answer(
			terminal,
			/❯ Go on with commands/,
			{ text: 'guessing passw', until: /❯ \[ \] fail2ban/ },
			'enter',
		);
		await answer(terminal, /❯ Go on with commands, fail2ban/, 'enter');
		await answer(
			terminal,
			/^Step 5 of 8, 2nd of 3: fail2ban$[^✔]*❯ Go on +nothing more is needed/m,
			{ text: 'time win', until: /❯ Time window in seconds +600/ },
			'enter',
		);
		await answer(terminal, /^\? Time window in seconds:/m, { text: '900' }, 'enter');
		await answer(terminal, /❯ Go on +nothing more is needed[^✔]*Time window in seconds +900/, 'enter');
		await answer(terminal, /Line 1/, { text: motd }, 'enter');
		await answer(terminal, /Line 2/, { text: 'node -v' }, 'enter');
		await answer(terminal, /Line 3/, 'enter');
		await answer(terminal, /^Step 6 of 8: More settings/m, 'enter');
		await answer(terminal, /^\? Name:/m, { text: 'shop' }, 'enter');
		await answer(terminal, /2nd of 2: Tags[\s\S]+Line 1/, { text: 'Team=web' }, 'enter');
		await answer(terminal, /2nd of 2: Tags[\s\S]+Line 2/, 'enter');
		await answer(terminal, /^Review$/m, 'down', 'down', 'down', 'down', 'enter');
		await terminal.waitFor('Written: ./shop');
		expect(await terminal.exit).toMatchObject({ code: 0 });
		const byPrompts = await filesOf(path.join(person.folder, 'shop'));

		const ended = await runProgram(person, [
			...['new', '--region', 'eu-west-1', '--base', 'ubuntu-22.04', '--architecture', 'arm64'],
			...['--instance-type', 't4g.small', '--install', 'fail2ban', '--fail2ban-find-time', '900'],
			...['--command', motd],
			...['--command', 'node -v', '--name', 'shop', '--tag', 'Team=web', '--out', './by-flags'],
		]);
		expect(ended, ended.stderr).toMatchObject({ code: 0 });
		expect(await filesOf(path.join(person.folder, 'by-flags'))).toEqual(byPrompts);
		expect(Object.keys(byPrompts)).toContain('recipe.json');
	});

	test('Esc, the row Back and :back each lead one step back, with the answer kept', async () => {
		const person = await makePerson();
		const terminal = launch(person, ['new', '--plain']);
		await answer(terminal, /Step 1 of 8/, 'enter');
		await answer(terminal, /Step 2 of 8/, { text: 'tokyo', until: /❯ ap-northeast-1/ }, 'enter');
		await answer(terminal, /Base image$/m, 'escape');
		await terminal.waitFor(/❯ ap-northeast-1/);
		await answer(terminal, /❯ ap-northeast-1/, 'enter');
		await answer(terminal, /Base image$/m, 'enter');
		await answer(terminal, /Processor$/m, 'down', 'down', 'enter');
		await answer(
			terminal,
			/Base image\n\? The system that your image starts from\.[^✔]*❯ Ubuntu 24\.04/,
			'enter',
		);
		await answer(terminal, /Processor\n\? /, 'enter');
		await answer(terminal, /Machine$/m, 'enter');
		await answer(terminal, /What to install$/m, 'enter');
		await answer(terminal, /More settings$/m, 'enter');
		await answer(terminal, /^\? Name:/m, { text: ':back' }, 'enter');
		await answer(terminal, /^\? What to change *$/m, 'enter');
		await answer(terminal, /^\? Name:/m, { text: 'Not a name' }, 'enter');
		await terminal.waitFor('A name is up to 48 small letters');
		await terminal.press('ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
	});

	test('Ctrl-Z and going on take no answer away, also where nobody can stop a program', async () => {
		const person = await makePerson();
		const terminal = launch(person, ['new', '--plain']);
		await answer(terminal, /^Step 1 of 8: Where/m, 'enter');
		await terminal.waitFor(/^Step 2 of 8: Region/m);
		await terminal.settle();
		// A pty of its own has no shell that would stop it: it goes on at once.
		terminal.type('\u001a');
		await terminal.settle();
		terminal.type('ir');
		await terminal.waitFor(/kept\. ir$/m);
		terminal.kill('SIGCONT');
		await terminal.settle();
		await answer(terminal, /Region/, { text: 'el', until: /❯ eu-west-1/ }, 'enter');
		await answer(terminal, /Base image$/m, 'ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
	});

	test('Ctrl-C keeps the answers, and the next start goes on with them', async () => {
		const person = await makePerson();
		const first = launch(person, ['new', '--plain', '--name', 'shop']);
		await answer(first, /Step 1 of 8/, 'enter');
		await answer(first, /Step 2 of 8/, { text: 'tokyo', until: /❯ ap-northeast-1/ }, 'enter');
		await answer(first, /Base image$/m, 'ctrl-c');
		expect(await first.exit).toMatchObject({ code: 130 });
		expect(first.text()).toContain('Your answers are kept: packer-wizard new --continue');

		const second = launch(person, ['new', '--plain']);
		await answer(second, /A new image takes the place of your answers of \d+:\d\d\./, 'enter');
		await answer(second, /Base image$/m, 'escape');
		await second.waitFor(/❯ ap-northeast-1/);
		second.hangUp();
		await second.exit;

		const third = await runProgram(person, ['new', '--continue', '--base', 'debian-12']);
		expect(third, third.stderr).toMatchObject({ code: 0 });
		expect(await readFile(path.join(person.folder, 'shop/recipe.json'), 'utf8')).toContain('ap-northeast-1');
	});

	test.each([
		['too small', { columns: 50, rows: 12 }],
		['dumb', { command: ['env', 'TERM=dumb', process.execPath, builtProgram] }],
	])('a terminal that is %s gets the prompts without being asked', async (_name, options) => {
		const person = await makePerson();
		const terminal = launch(person, [], options);
		await terminal.waitFor('Rehearse an image');
		expect(terminal.isAlternate()).toBe(false);
		await terminal.press('ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
	});

	test('no row is longer than the terminal, wherever a list is shown', async () => {
		const person = await makePerson();
		const terminal = launch(person, ['--plain'], { columns: 60, rows: 20 });
		await answer(terminal, 'Rehearse an image', 'enter');
		await answer(terminal, /Step 1 of 8/, 'enter');
		await answer(terminal, /Step 2 of 8/, 'enter');
		await answer(terminal, /Base image$/m, 'enter');
		await answer(terminal, /Processor$/m, 'enter');
		await answer(terminal, /Machine$/m, 'enter');
		await answer(terminal, /What to install$/m, 'up', 'up');
		expect(terminal.wrapped()).toEqual([]);
		await terminal.press('ctrl-c');
		await terminal.exit;
	});
});

test('what is asked goes to standard error where standard output is caught', async () => {
	const person = await makePerson();
	const caught = path.join(person.folder, 'caught');
	const terminal = launch(person, ['new', '--plain'], {
		command: ['sh', '-c', `"$@" > ${caught}`, 'sh', process.execPath, builtProgram],
	});
	await answer(terminal, /Step 1 of 8/, 'enter');
	await answer(terminal, /Step 2 of 8/, 'ctrl-c');
	expect(await terminal.exit).toMatchObject({ code: 130 });
	expect(await readFile(caught, 'utf8')).toBe('');
});
