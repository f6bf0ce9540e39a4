import { chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import xterm from '@xterm/headless';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildFolder } from '../../source/builds/folders.ts';
import { takeOwnership } from '../../source/builds/supervisor/owner.ts';
import { eventually, makeBuild } from '../builds/helpers.ts';
import { makePerson, type Person, runProgram } from '../helpers/program.ts';
import { type LaunchOptions, launch, type Terminal } from '../helpers/terminal.ts';

/** What ends the writing of a frame. */
const frameEnd = '\u001B[?2026l';
const enter = '\u001B[?1049h';

let person: Person;
beforeEach(async () => {
	person = await makePerson();
	await makeBuild(person, 'a1b2', { name: 'shop', time: Date.now() - 3_600_000, result: 'done' });
	await makeBuild(person, 'beef', { name: 'web', time: Date.now() - 7_200_000, result: 'failed' });
});

/** The screen as it is painted, home if nothing is asked for, with all that comes behind held back: nothing took over yet. */
const painted = async (
	options: LaunchOptions = {},
	args: readonly string[] = [],
): Promise<Terminal & { readonly goOn: () => void }> => {
	const terminal = launch(person, args, options);
	await eventually(() => Promise.resolve(terminal.raw().includes(frameEnd)), 1);
	terminal.kill('SIGSTOP');
	expect(terminal.raw().split(frameEnd)).toHaveLength(2);
	return { ...terminal, goOn: () => terminal.kill('SIGCONT') };
};

const down = '\u001B[B';
const marked = (terminal: Terminal): string => terminal.screen().find(row => row.includes('❯')) ?? '';

describe('what is typed before the screens are there', () => {
	test('arrives in its order', async () => {
		const terminal = await painted();
		terminal.type(`${down}/shop`);
		terminal.goOn();
		await terminal.waitFor(/› shop +1 found/);
		expect(marked(terminal)).toMatch(/❯ ✓ shop/);
	});

	test('arrives where the hand-over falls in the midst of a key', async () => {
		const terminal = await painted();
		const first = terminal.raw().length;
		terminal.type(`${down}${down.slice(0, 2)}`);
		terminal.goOn();
		// Who takes over goes to the first cell before it listens.
		await eventually(() => Promise.resolve(terminal.raw().length > first), 1);
		terminal.type(down.slice(2));
		await terminal.waitFor(/^ ❯ Import a template/m);
	});

	test('is told from a paste, which is no key', async () => {
		const terminal = await painted();
		terminal.type(`\u001B[200~q\u001B[201~${down}`);
		terminal.goOn();
		await terminal.waitFor(/^ ❯ Rehearse an image/m);
		terminal.type('/\u001B[200~we\u001B[201~b');
		await terminal.waitFor(/› web +\d+ found/);
	});

	test('is Ctrl-C, too: the terminal is as it was', async () => {
		const terminal = await painted();
		terminal.type('\u0003');
		terminal.goOn();
		expect(await terminal.exit).toMatchObject({ code: 130 });
		expect(terminal.isAlternate()).toBe(false);
	});
});

test('a program that is told to end before the screens are there leaves the terminal as it was', async () => {
	const terminal = await painted();
	terminal.kill('SIGTERM');
	terminal.goOn();
	expect(await terminal.exit).toMatchObject({ code: 130 });
	expect(terminal.isAlternate()).toBe(false);
	expect(terminal.raw().lastIndexOf('\u001B[?2004l')).toBeGreaterThan(
		terminal.raw().lastIndexOf('\u001B[?2004h'),
	);
});

test('a program that is killed by what it does not take leaves the terminal as it was, too', async () => {
	const terminal = await painted();
	terminal.kill('SIGQUIT');
	terminal.goOn();
	await terminal.exit;
	expect(terminal.isAlternate()).toBe(false);
	expect(terminal.raw().lastIndexOf('\u001B[?2004l')).toBeGreaterThan(
		terminal.raw().lastIndexOf('\u001B[?2004h'),
	);
});

/** All cells of a terminal that got this, with their looks. */
const cellsOf = async (text: string, columns: number, rows: number): Promise<readonly string[]> => {
	const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
	await new Promise<void>(done => emulator.write(text, done));
	const { active } = emulator.buffer;
	const cells = Array.from({ length: rows * columns }, (_, index) => {
		const cell = active.getLine(Math.floor(index / columns))?.getCell(index % columns);
		return [cell?.getChars(), cell?.isBold(), cell?.getFgColor(), cell?.getFgColorMode()].join(' ');
	});
	emulator.dispose();
	return [...cells, `${active.cursorX} ${active.cursorY} ${active.type}`];
};

/** Lets the screens take over what is painted, and holds that they change nothing. */
const takenOver = async (
	terminal: Awaited<ReturnType<typeof painted>>,
	columns: number,
	rows: number,
): Promise<void> => {
	terminal.goOn();
	await eventually(() => Promise.resolve(terminal.raw().split(frameEnd).length > 2), 1);
	const [first = '', second = ''] = terminal.raw().split(frameEnd);
	expect(second).not.toContain(enter);
	// At once: neither does the cursor go out, nor is anything dark.
	expect(second.startsWith('\u001B[?2026h\u001B[H')).toBe(true);
	const before = await cellsOf(first, columns, rows);
	expect(before.join('').length).toBeGreaterThan(columns * rows);
	expect(await cellsOf(first + second, columns, rows)).toEqual(before);
};

test.each(
	[
		[60, 16],
		[80, 24],
		[140, 45],
	].flatMap(([columns = 0, rows = 0]) =>
		[[], ['new'], ['new', '--rehearse']].flatMap(args => [
			[args, columns, rows, 'colours', {}] as const,
			[args, columns, rows, 'no colours', { NO_COLOR: '1' }] as const,
		]),
	),
)('%j: Ink takes over in %i×%i with %s, and no cell changes', async (args, columns, rows, _name, env) => {
	await takenOver(await painted({ columns, rows, env }, args), columns, rows);
});

describe('the first question of a new image', () => {
	test('gets what is typed before anybody knows it, in its order', async () => {
		const terminal = await painted({}, ['new']);
		await terminal.waitFor('New image');
		terminal.type(`${down}${down}\r`);
		terminal.goOn();
		await terminal.waitFor('step 2 of 8');
		expect(terminal.text()).toMatch(/✓ Where +AWS, and a/);
	});

	test('is left by Ctrl-C: the terminal is as it was', async () => {
		const terminal = await painted({}, ['new', '--rehearse']);
		await terminal.waitFor('Rehearsal');
		terminal.type('\u0003');
		terminal.goOn();
		expect(await terminal.exit).toMatchObject({ code: 130 });
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.history().join('\n')).not.toContain('step 1');
	});

	test('is not painted where another comes first', async () => {
		const given = launch(person, ['new'], { env: { PACKER_WIZARD_PROFILE: 'shop' } });
		await given.waitFor('step 2 of 8');
		expect(given.raw()).not.toContain('step 1 of 8');
		given.type('\u0003');
		await given.exit;
		const left = launch(person, ['new']);
		await left.waitFor('Continue those');
		expect(left.raw()).not.toContain(enter);
	});

	test('gives way where answers are left meanwhile, which are asked about on the ordinary screen', async () => {
		const other = launch(person, ['new'], { env: { PACKER_WIZARD_PROFILE: 'shop' } });
		await other.waitFor('step 2 of 8');
		other.type('\u0003');
		await other.exit;
		const file = path.join(person.home, '.local', 'state', 'packer-wizard', 'drafts', 'current.json');
		const answers = await readFile(file);
		await rm(file);
		const terminal = await painted({ env: { PACKER_WIZARD_LAYERS: 'off' } }, ['new']);
		await writeFile(file, answers);
		terminal.goOn();
		await terminal.waitFor('Continue those');
		expect(terminal.isAlternate()).toBe(false);
		await terminal.press('enter');
		await terminal.waitFor('step 2 of 8');
	});
});

describe('a build that runs', () => {
	beforeEach(async () => {
		await makeBuild(person, 'cafe', { name: 'kiosk', time: Date.now() - 60_000 });
		// It is this process that runs it.
		takeOwnership(buildFolder('cafe', person.environment), 1);
	});

	test.each([
		[60, 16, {}],
		[80, 24, { NO_COLOR: '1' }],
		[140, 45, {}],
	] as const)('is painted in %i×%i, and Ink changes no cell', async (columns, rows, env) => {
		const terminal = await painted({ columns, rows, env }, ['builds', 'watch', 'kiosk']);
		await terminal.waitFor('kiosk → ');
		await takenOver(terminal, columns, rows);
	});

	test('gets what is typed before the screens are there, and is told where it is left', async () => {
		const terminal = await painted({}, ['builds', 'watch']);
		terminal.type('q');
		terminal.goOn();
		expect(await terminal.exit).toMatchObject({ code: 5 });
		expect(terminal.isAlternate()).toBe(false);
		expect(terminal.history().join('\n')).toContain('builds watch cafe');
	});

	test('is not painted when it is over', async () => {
		for (const [id, shown] of [
			['a1b2', 'shop'],
			['beef', 'web'],
		] as const) {
			const terminal = launch(person, ['builds', 'watch', id]);
			await terminal.waitFor(shown);
			// Ink goes to the other screen by itself.
			expect(terminal.raw().indexOf('\r')).toBeLessThan(terminal.raw().indexOf(enter));
			terminal.type('q');
			await terminal.exit;
		}
	});
});

test('an arrow moves the mark before Ink is there, which then changes no cell', async () => {
	const terminal = launch(person, [], { columns: 120, rows: 40 });
	// It waits in the terminal, and is there when it is read first.
	terminal.type(`${down}${down}${down}`);
	await eventually(() => Promise.resolve(terminal.raw().split(frameEnd).length > 3), 1);
	const [first = '', moved = '', ink = ''] = terminal.raw().split(frameEnd);
	expect(moved).toMatch(/^\u001B\[\?2026h\u001B\[\?25l\u001B\[H/);
	const before = await cellsOf(first + moved, 120, 40);
	expect(before.join('')).not.toBe((await cellsOf(first, 120, 40)).join(''));
	expect(await cellsOf(first + moved + ink, 120, 40)).toEqual(before);
});

test('a window that is made smaller before the screens are there is drawn anew', async () => {
	const terminal = await painted({ columns: 140, rows: 45 });
	terminal.resize(80, 24);
	terminal.goOn();
	await terminal.waitFor(/^ ❯ New image/m);
	await terminal.settle();
	expect(terminal.raw().split('\u001B[2J')[0]?.endsWith('\u001B[?2026h')).toBe(true);
	for (const text of ['packer-wizard', 'New image', 'Presets', 'quit']) {
		expect(terminal.screen().filter(row => row.includes(text))).toHaveLength(1);
	}
});

test('what was kept for the first frame, and what V8 compiled, may be missing, broken or not to be written', async () => {
	const state = path.join(person.home, '.local', 'state', 'packer-wizard');
	const quit = async (env = {}): Promise<void> => {
		const terminal = launch(person, [], { env });
		await terminal.waitFor('shop');
		await terminal.press('down');
		terminal.type('q');
		expect(await terminal.exit).toMatchObject({ code: 0 });
	};
	await quit();
	expect(await readdir(state)).toContain('home.json');
	const { stdout, stderr } = await runProgram(person, ['presets', 'list'], {
		env: { NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: '/proc/nowhere' },
	});
	expect(stdout).toContain('nodejs');
	expect(stderr).toBe('');
	await quit({ NODE_COMPILE_CACHE: undefined, XDG_CACHE_HOME: '/dev/full' });
	await writeFile(path.join(state, 'home.json'), '{"key":');
	await quit();
	await rm(path.join(state, 'home.json'));
	await mkdir(path.join(state, 'home.json'));
	await quit({ NODE_COMPILE_CACHE: undefined });
	expect(await readdir(path.join(person.home, '.cache', 'packer-wizard', 'compiled'))).toHaveLength(1);
});

test.runIf(process.getuid?.() === 0)(
	'in the home of somebody else root leaves no folder for mere speed',
	async () => {
		const other = await makePerson();
		const somebody = 54_321;
		await chown(other.home, somebody, somebody);
		const env = { NODE_COMPILE_CACHE: undefined };
		await runProgram(other, ['presets', 'list'], { env });
		const terminal = launch(other, [], { env });
		await terminal.waitFor('Presets');
		await terminal.press('down');
		terminal.type('q');
		expect(await terminal.exit).toMatchObject({ code: 0 });
		expect((await readdir(other.home)).sort()).toEqual(['folder', 'tmp']);
	},
);
