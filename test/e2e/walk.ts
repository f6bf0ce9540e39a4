import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Person } from '../helpers/program.ts';
import { type LaunchOptions, launch, type Terminal } from '../helpers/terminal.ts';

/** The sizes at which every screen is looked at. */
export const sizes = [
	{ columns: 60, rows: 16 },
	{ columns: 80, rows: 23 },
	{ columns: 140, rows: 45 },
] as const;

/** What holds for every screen at every size: nothing wrapped, last row and last column free, keys at the bottom. */
export const expectTidy = (terminal: Terminal, what: string): void => {
	const screen = terminal.screen();
	const columns = terminal.columns();
	const shown = `${what}\n${screen.join('\n')}`;
	expect(terminal.wrapped(), shown).toEqual([]);
	expect(screen.at(-1), shown).toBe('');
	expect(Math.max(...screen.map(row => row.length)), shown).toBeLessThan(columns);
	expect(terminal.isAlternate(), shown).toBe(true);
};

/** Opens home. */
export const openHome = async (person: Person, options: LaunchOptions = {}): Promise<Terminal> => {
	const terminal = launch(person, [], options);
	await terminal.waitFor('Rehearse an image');
	return terminal;
};

/** The steps of the wizard as they are met when defaults are taken and own commands are typed. */
export const steps = {
	where: /step 1 of 8/,
	region: /step 2 of 8/,
	base: /step 3 of 8, 1st of 2/,
	processor: /step 3 of 8, 2nd of 2/,
	machine: /step 4 of 8/,
	install: /What to install/,
	commands: /step 5 of 8, 2nd of 2/,
	more: /step 6 of 8/,
	name: /step 7 of 8, 1st of 2/,
	tags: /step 7 of 8, 2nd of 2/,
	review: /^ Review /,
} as const;
type Step = keyof typeof steps;

export type Look = (terminal: Terminal, what: string) => void | Promise<void>;

export type Answers = {
	/** Typed at "your own commands". */
	readonly commands: readonly string[];
	readonly region?: string;
	readonly name?: string;
};

/** Answers every question by keyboard, from home to the review, and looks at every screen on the way. */
export const walkToReview = async (
	terminal: Terminal,
	{ commands, region, name }: Answers,
	look: Look = () => {},
): Promise<void> => {
	const arrive = async (step: Step): Promise<void> => {
		await terminal.waitFor(steps[step]);
		await look(terminal, step);
	};
	await terminal.press('enter');
	await arrive('where');
	await terminal.press('enter');
	await arrive('region');
	if (region) {
		terminal.type(region);
		await terminal.waitFor(new RegExp(`❯ ${region}`));
	}

	await terminal.press('enter');
	await arrive('base');
	await terminal.press('enter');
	await arrive('processor');
	await terminal.press('enter');
	await arrive('machine');
	await terminal.press('enter');
	await arrive('install');
	await terminal.press('space');
	await terminal.waitFor(/❯ \[x\] your own commands/);
	await terminal.press('enter');
	await arrive('commands');
	for (const command of commands) {
		terminal.type(command);
		await terminal.waitFor(command.slice(-12));
		await terminal.press('enter');
	}

	await terminal.press('enter');
	await arrive('more');
	await terminal.press('enter');
	await arrive('name');
	if (name) {
		await terminal.press('backspace', 'backspace', 'backspace');
		terminal.type(name);
		await terminal.waitFor(`› ${name}`);
	}

	await terminal.press('enter');
	await arrive('tags');
	await terminal.press('enter');
	await arrive('review');
};

/** Moves the mark, down or up, to a row that begins with the text. */
export const markRow = async (
	terminal: Terminal,
	text: string,
	direction: 'down' | 'up' = 'down',
): Promise<void> => {
	const marked = new RegExp(`❯ ${text}`);
	const isMarked = (): boolean => terminal.screen().some(row => marked.test(row));
	const opposite = direction === 'down' ? 'up' : 'down';
	let isLate = false;
	for (let moves = 0; ; moves += 1) {
		if (isMarked() && moves > 0) {
			// A move that was not drawn yet goes on from here; what was drawn meanwhile may have been something else.
			await pause(isLate ? 1000 : 100);
			await terminal.settle();
		}

		if (isMarked()) {
			return;
		}

		if (moves > 120) {
			throw new Error(`No row ${text} can be marked:\n${terminal.text()}`);
		}

		// A busy machine may draw a move after the next one was typed: what was passed by is looked for on the way back.
		const before = terminal.raw().length;
		await terminal.press(Math.floor(moves / 30) % 2 === 0 ? direction : opposite);
		isLate ||= terminal.raw().length === before;
	}
};
