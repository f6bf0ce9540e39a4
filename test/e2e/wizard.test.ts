import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { makePerson, type Person } from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { expectTidy, markRow, openHome, steps, walkToReview } from './walk.ts';

let person: Person;

beforeEach(async () => {
	person = await makePerson();
});

const openQuestion = async (): Promise<Terminal> => {
	const terminal = await openHome(person);
	await terminal.press('enter');
	await terminal.waitFor(steps.where);
	return terminal;
};

const toRegion = async (): Promise<Terminal> => {
	const terminal = await openQuestion();
	await terminal.press('enter');
	await terminal.waitFor(steps.region);
	return terminal;
};

const marked = (terminal: Terminal): string =>
	terminal.screen().find(row => /^.{0,34}❯ /.test(row) && !/^ ❯/.test(row)) ?? '';

describe('back and forth', () => {
	test('back shows the earlier answer, marked, and forth goes on where it was', async () => {
		const terminal = await toRegion();
		terminal.type('ireland');
		await terminal.waitFor('❯ eu-west-1');
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		await terminal.press('escape');
		await terminal.waitFor(steps.region);
		expect(marked(terminal)).toContain('eu-west-1');
		await terminal.press('left');
		await terminal.waitFor(steps.where);
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		expect(terminal.text()).toMatch(/✓ Region +eu-west-1/);
	});

	test('the answers can be reached by tab, and one reopened', async () => {
		const terminal = await toRegion();
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		await terminal.press('tab', 'up', 'enter');
		await terminal.waitFor(steps.region);
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
	});

	test('a changed answer that touches a later one is asked again, and says so', async () => {
		const terminal = await openHome(person);
		await walkToReview(terminal, { commands: ['true'] });
		await markRow(terminal, 'Base image', 'up');

		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		await terminal.press('enter');
		await terminal.waitFor(steps.processor);
		await terminal.press('down', 'enter');
		await terminal.waitFor(/was t3\.micro/);
		expectTidy(terminal, 'a changed answer');
	});
});

describe('search', () => {
	test('narrows as one types, counts, and escape clears it before it goes back', async () => {
		const terminal = await toRegion();
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		terminal.type('amazon');
		await terminal.waitFor(/› amazon +7 of 19/);
		expect(terminal.text()).not.toContain('Debian');
		await terminal.press('escape');
		await terminal.waitFor('Debian 13');
		expect(terminal.text()).toMatch(steps.base);
		await terminal.press('escape');
		await terminal.waitFor(steps.region);
	});

	test('says what is nearest when nothing is found', async () => {
		const terminal = await toRegion();
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		terminal.type('ubnt');
		await terminal.waitFor(/Nothing matches "ubnt"/);
		expect(terminal.text()).toMatch(/Nearest: Ubuntu/);
		await terminal.press('enter');
		await terminal.settle();
		expect(terminal.text()).toMatch(steps.base);
	});
});

test('a resize in the middle keeps everything, and a terminal that is too small says how large it must be', async () => {
	const terminal = await toRegion();
	terminal.type('eu-');
	await terminal.waitFor(/› eu- +\d+ of 39/);
	for (const [columns, rows] of [
		[60, 16],
		[140, 45],
		[61, 17],
		[100, 30],
	] as const) {
		terminal.resize(columns, rows);
		await terminal.waitFor(screen => screen.findLastIndex(row => row !== '') === rows - 2);
		await terminal.settle();
		expectTidy(terminal, `${columns}×${rows}`);
		expect(terminal.text()).toContain('› eu-');
	}

	terminal.resize(40, 10);
	await terminal.waitFor(/60.*16/);
	terminal.resize(80, 23);
	await terminal.waitFor(/› eu- +\d+ of 39/);
	expectTidy(terminal, 'after it was too small');
	await terminal.press('escape', 'ctrl-c');
	expect(await terminal.exit).toMatchObject({ code: 130 });
	// No frame is left on the main screen.
	expect(terminal.history().filter(row => row.includes('step 2 of 8'))).toEqual([]);
});

describe('leaving', () => {
	test('Ctrl-C in a question ends with 130 and keeps the answers, which home offers again', async () => {
		const terminal = await toRegion();
		terminal.type('eu-west-3');
		await terminal.waitFor('❯ eu-west-3');
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		await terminal.press('ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.cursor().visible).toBe(true);

		const again = await openHome(person);
		await again.waitFor(/Continue/);
		const rows = again.screen();
		expect(rows.find(row => row.includes('Continue'))).toMatch(/question|step/i);
		await markRow(again, 'Continue');

		await again.press('enter');
		await again.waitFor(steps.base);
		expect(again.text()).toMatch(/✓ Region +eu-west-3/);
	});

	test('what was typed into a text is kept as well', async () => {
		const terminal = await openHome(person);
		await walkToReview(terminal, { commands: ['echo kept'], name: 'kept-name' });
		await terminal.press('ctrl-c');
		expect(await terminal.exit).toMatchObject({ code: 130 });
		const again = launch(person, ['new', '--continue']);
		await again.waitFor(/^ Review /);
		expect(again.text()).toContain('kept-name-<time>');
	});

	test('nothing is written before one says so', async () => {
		const terminal = await openHome(person);
		await walkToReview(terminal, { commands: ['true'] });
		await terminal.press('ctrl-c');
		await terminal.exit;
		expect(await readdir(person.folder)).toEqual([]);
	});
});

describe('a slow line', () => {
	test('an arrow that arrives in two pieces is an arrow', async () => {
		const terminal = await toRegion();
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		terminal.type('\u001b');
		await new Promise(done => setTimeout(done, 20));
		terminal.type('[B');
		await terminal.waitFor(/❯ Ubuntu 26\.04/);
		expect(terminal.text()).toMatch(steps.base);
	});

	test('several enters in one read are several enters', async () => {
		const terminal = await openQuestion();
		terminal.type('\r\r\r');
		await terminal.waitFor(steps.processor);
	});

	test('text and an enter in one read are text and an enter', async () => {
		const terminal = await toRegion();
		terminal.type('eu-north-1\r');
		await terminal.waitFor(steps.base);
		expect(terminal.text()).toMatch(/✓ Region +eu-north-1/);
	});

	test('an escape and a letter in one read are an escape and a letter', async () => {
		const terminal = await toRegion();
		await terminal.press('enter');
		await terminal.waitFor(steps.base);
		// Back to the region, and there the search.
		terminal.type('\u001bs');
		await terminal.waitFor(steps.region);
		await terminal.waitFor(/› s +\d+ of 39/);
	});

	test('over SSH an arrow may be slower still', async () => {
		const terminal = launch(person, ['new'], { env: { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } });
		await terminal.waitFor(steps.where);
		await terminal.press('enter', 'enter');
		await terminal.waitFor(steps.base);
		terminal.type('\u001b');
		await new Promise(done => setTimeout(done, 120));
		terminal.type('[B');
		await terminal.waitFor(/❯ Ubuntu 26\.04/);
	});

	test('what is pasted is text, its line breaks included', async () => {
		const terminal = await openHome(person);
		await walkToReview(terminal, { commands: ['true'] });
		await markRow(terminal, 'Install', 'up');

		await terminal.press('enter');
		await terminal.waitFor(steps.install);
		await terminal.press('enter');
		await terminal.waitFor(steps.commands);
		await terminal.press('down', 'down', 'end');
		terminal.type('\u001b[200~echo a\recho b\u001b[201~');
		await terminal.waitFor(/echo a[\s\S]*echo b/);
		expect(terminal.text()).toMatch(steps.commands);
	});
});

test('colours are the terminal’s own sixteen, and NO_COLOR takes them all away', async () => {
	const colored = await openHome(person);
	expect(colored.raw()).toMatch(/\u001b\[3\dm/);
	expect(colored.raw()).not.toMatch(/\u001b\[[0-9;]*[34]8;/);
	const plain = await openHome(person, { env: { NO_COLOR: '1' } });
	expect(plain.raw()).not.toMatch(/\u001b\[(3\d|4\d|9\d|10\d)m/);
});

test('the cursor stands at the caret or on the marked row', async () => {
	const terminal = await openHome(person);
	const home = terminal.cursor();
	expect(terminal.screen()[home.row]).toMatch(/❯/);
	await terminal.press('enter', 'enter');
	await terminal.waitFor(steps.region);
	terminal.type('eu');
	await terminal.waitFor(/› eu +\d+ of/);
	const { row, column, visible } = terminal.cursor();
	expect(visible).toBe(true);
	expect(terminal.screen()[row]?.slice(0, column)).toMatch(/› eu$/);
});

test('the draft is a file of the person, readable by nobody else', async () => {
	const terminal = await toRegion();
	await terminal.press('enter');
	await terminal.waitFor(steps.base);
	await terminal.press('ctrl-c');
	await terminal.exit;
	const state = path.join(person.home, '.local/state/packer-wizard');
	const drafts = (await readdir(state, { recursive: true })).filter(file => /draft.*\.json$/.test(file));
	expect(drafts).toHaveLength(1);
	const file = path.join(state, drafts[0] ?? '');
	expect(await readFile(file, 'utf8')).toContain('us-east-1');
	expect((await stat(file)).mode & 0o077).toBe(0);
});
