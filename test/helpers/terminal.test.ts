import { expect, test } from 'vitest';
import { makePerson, runningProcesses } from './program.ts';
import { launch } from './terminal.ts';

const shell = ['bash', '--norc', '-i'];

test('shows what a program draws, in colour, and where the cursor stands', async () => {
	const person = await makePerson({ PS1: '> ' });
	const terminal = launch(person, [], { command: shell, columns: 40, rows: 10 });
	await terminal.waitFor('> ');
	terminal.type("printf 'a\\e[31mred\\e[0m\\n'\r");
	await terminal.waitFor(/^ared$/m);
	const row = terminal.rowOf(/^ared$/);
	expect(terminal.cell(row, 1)).toMatchObject({ text: 'r', color: 1, bold: false });
	expect(terminal.cell(row, 0).color).toBe(-1);
	expect(terminal.cursor()).toEqual({ row: row + 1, column: 2, visible: true });
	terminal.type('exit 7\r');
	expect(await terminal.exit).toMatchObject({ code: 7 });
});

test('finds rows that were too long, tells the size, and keeps the main screen apart', async () => {
	const person = await makePerson({ PS1: '> ' });
	const terminal = launch(person, [], { command: shell, columns: 20, rows: 8 });
	await terminal.waitFor('> ');
	terminal.type("printf 'x%.0s' {1..30}; echo\r");
	await terminal.waitFor(/x{20}\nx{10}/);
	expect(terminal.wrapped()).toContain('x'.repeat(20));
	terminal.resize(50, 9);
	terminal.type('stty size\r');
	await terminal.waitFor('9 50');
	terminal.type("printf '\\e[?1049hother'\r");
	await terminal.waitFor('other');
	expect(terminal.isAlternate()).toBe(true);
	expect(terminal.text()).not.toContain('9 50');
	expect(terminal.history().join('\n')).toContain('9 50');
});

test('says what is on the screen when something does not come', async () => {
	const person = await makePerson();
	const terminal = launch(person, [], { command: ['echo', 'hello there'] });
	await expect(terminal.waitFor('good-bye')).rejects.toThrow(/ended with 0[\s\S]*hello there/);
});

test.runIf(process.platform === 'linux')('knows what a person left running', async () => {
	const person = await makePerson({ PS1: '> ' });
	const terminal = launch(person, [], { command: shell });
	await terminal.waitFor('> ');
	terminal.type('setsid sleep 1000 & disown; exit\r');
	await terminal.exit;
	expect(await runningProcesses(person)).toHaveLength(1);
});
