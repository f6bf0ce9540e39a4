import { describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { makePerson, runProgram } from '../helpers/program.ts';
import { launch, type Terminal } from '../helpers/terminal.ts';
import { expectTidy, markRow, openHome, sizes, walkToReview } from './walk.ts';

/** What stands from the first frame of a build in a row of its own, and stays there. */
const fixtures = (columns: number): readonly RegExp[] =>
	columns < 76
		? [/^ nodejs|^ web/, /^ REHEARSAL/, / \d of \d+$/, /stderr$/]
		: [
				/^ web/,
				/^ REHEARSAL/,
				/^ [✓▸ ] Connect by SSH/,
				/^ [✓▸ ] Install/,
				/^ [✓▸ ] Make the AMI/,
				/^ [✓▸ ] Remove the machine/,
				/stderr$/,
			];

/** Watches a build to its end; gives the rows in which each fixture was seen. */
const rowsOfFixtures = async (terminal: Terminal, until: string): Promise<Map<RegExp, Set<number>>> => {
	const rows = new Map(fixtures(terminal.columns()).map(fixture => [fixture, new Set<number>()]));
	for (const deadline = Date.now() + 120_000; !terminal.text().includes(until); ) {
		if (Date.now() > deadline) {
			throw new Error(`The build does not end:\n${terminal.text()}`);
		}

		const screen = terminal.screen();
		if (screen.some(row => row.startsWith(' REHEARSAL,'))) {
			expectTidy(terminal, 'build');
			for (const [fixture, seen] of rows) {
				seen.add(screen.findIndex(row => fixture.test(row)));
			}
		}

		await new Promise(done => setTimeout(done, 50));
	}

	return rows;
};

describe.each(sizes)('every screen at $columns×$rows', size => {
	test('from home by all questions and a rehearsal to its end', async context => {
		needs(context, 'packer', 'containers');
		const person = await makePerson();
		const terminal = await openHome(person, size);
		expectTidy(terminal, 'home');
		await walkToReview(terminal, { commands: ['echo one', 'echo two >&2'] }, expectTidy);
		terminal.type('?');
		await terminal.waitFor(/^ Keys /);
		expectTidy(terminal, 'help');
		await terminal.press('escape');
		await terminal.waitFor(/^ Review [\s\S]* new files/);
		terminal.type('v');
		await terminal.waitFor(/^ Files in /);
		expectTidy(terminal, 'files');
		await terminal.press('escape');
		await terminal.waitFor(/^ Review /);
		await markRow(terminal, 'Rehearse it');
		await terminal.press('enter');
		await terminal.waitFor('REHEARSAL', 60_000);
		for (const [fixture, seen] of await rowsOfFixtures(terminal, 'The rehearsal is over')) {
			expect([...seen], String(fixture)).toHaveLength(1);
			expect([...seen], String(fixture)).not.toContain(-1);
		}

		expectTidy(terminal, 'result');
		await markRow(terminal, 'Show the log');
		await terminal.press('enter');
		await terminal.waitFor(/^ Log of web/);
		expectTidy(terminal, 'log');
		terminal.type('/two\r');
		await terminal.waitFor(/two/);
		expectTidy(terminal, 'search in the log');
		terminal.type('x');
		await terminal.settle();
		expectTidy(terminal, 'only problems');
		await terminal.press('escape', 'escape', 'escape');
		await terminal.waitFor(/The rehearsal is over|Presets/);
	});

	test('a checklist with something missing, a preset, and a failure', async context => {
		needs(context, 'packer', 'containers');
		const person = await makePerson();
		const terminal = await openHome(person, size);
		await markRow(terminal, 'nodejs');
		expectTidy(terminal, 'home, a preset marked');
		await terminal.press('enter');
		await terminal.waitFor(/^ Preset nodejs/);
		expectTidy(terminal, 'preset');
		await terminal.press('enter');
		await terminal.waitFor(/Account +none yet\. There are no keys in the/);
		await terminal.waitFor(/❯ Build it/);
		expectTidy(terminal, 'the review of a preset');
		await terminal.press('enter');
		await terminal.waitFor(/^ Before nodejs starts/);
		await terminal.waitFor('✗ AWS sign-in');
		expectTidy(terminal, 'before it starts');
		await terminal.press('escape');
		await terminal.waitFor(/^ Review of nodejs/);
		await terminal.press('escape');
		await terminal.waitFor(/^ Preset nodejs/);
		await terminal.press('escape');
		await terminal.waitFor('Presets');
		terminal.type('q');
		expect(await terminal.exit).toMatchObject({ code: 0 });
		expect(terminal.isAlternate()).toBe(false);

		const flags = ['--region', 'us-east-1', '--base', 'ubuntu-24.04', '--name', 'web', '--command', 'exit 7'];
		await runProgram(person, ['new', ...flags, '--rehearse', '--detach']);
		const watching = await openHome(person, size);
		await markRow(watching, '[▸✗] web');
		await watching.press('enter');
		await watching.waitFor(/✗ .*web.* failed/, 60_000);
		expectTidy(watching, 'failure');
		expect(watching.text()).toMatch(/7/);
		watching.type('l');
		await watching.waitFor(/Script exited with non-zero exit/);
		expectTidy(watching, 'log of a failure');
	});
});

test('keys that come before the first frame leave no trace on it', async () => {
	const terminal = launch(await makePerson());
	terminal.type('\u001B[B\u001B[B');
	await terminal.waitFor(/AWS: no sign-in/);
	await terminal.settle();
	expect(terminal.screen()[0]).toMatch(/^ packer-wizard +Packer: .* AWS: no sign-in$/);
	expectTidy(terminal, 'home');
});

test('esc leaves the review of a command, and answers that were left are still there', async () => {
	const person = await makePerson();
	const first = await openHome(person);
	await first.press('enter');
	await first.waitFor('step 1 of 8');
	await first.press('enter');
	await first.waitFor('step 2 of 8');
	await first.press('ctrl-c');
	await first.exit;
	const terminal = launch(person, ['run', 'nodejs']);
	await terminal.waitFor(/Account +none yet/);
	await terminal.press('escape');
	await terminal.waitFor(/^ {3}Continue web/m);
});
