import { readdirSync, readFileSync } from 'node:fs';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished } from 'vitest';
import { builtProgram, type Person } from './program.ts';

/** What a terminal sends for a key. */
const keys = {
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	pageUp: '\u001b[5~',
	pageDown: '\u001b[6~',
	delete: '\u001b[3~',
	enter: '\r',
	escape: '\u001b',
	tab: '\t',
	space: ' ',
	backspace: '\u007f',
	'ctrl-c': '\u0003',
	'ctrl-u': '\u0015',
} as const;
export type Key = keyof typeof keys;

export type LaunchOptions = {
	readonly columns?: number;
	readonly rows?: number;
	/** More of the environment; undefined takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	/** What is started instead of the built program. */
	readonly command?: readonly string[];
};

/** What has to be on the screen: text, a pattern, or anything that can be said of its rows. */
type Expected = string | RegExp | ((screen: readonly string[]) => boolean);

type Cell = {
	readonly text: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	/** Number in the palette of 256, -1 for the terminal's own colour, and above 255 a colour of no palette. */
	readonly color: number;
};

export type Terminal = {
	readonly pid: number;
	readonly columns: () => number;
	/** The rows that one sees, without the spaces at their ends. */
	readonly screen: () => string[];
	/** The rows as one text. */
	readonly text: () => string;
	/** The main screen with what has scrolled out of it. */
	readonly history: () => string[];
	readonly isAlternate: () => boolean;
	/** Counts from 0. */
	readonly cursor: () => { readonly row: number; readonly column: number; readonly visible: boolean };
	/** Row and column count from 0. */
	readonly cell: (row: number, column: number) => Cell;
	/** The row that shows the text, -1 if none does. */
	readonly rowOf: (expected: string | RegExp) => number;
	/** Rows that go on in the next one because they were too long. */
	readonly wrapped: () => string[];
	/** Everything that the program wrote, escape sequences included. */
	readonly raw: () => string;
	/** Sends text as it is, in one piece. */
	readonly type: (text: string) => void;
	/** Presses keys one after another, each sent by itself and drawn before the next. */
	readonly press: (...pressed: readonly Key[]) => Promise<void>;
	readonly resize: (columns: number, rows: number) => void;
	/** @throws Error with the screen if it does not come in time, or if the program ends before. */
	readonly waitFor: (expected: Expected, milliseconds?: number) => Promise<void>;
	/** Until nothing was written for a moment: for what must not happen, there is nothing to wait for. */
	readonly settle: () => Promise<void>;
	readonly exit: Promise<{ readonly code: number; readonly signal: number }>;
	/** Tells that the terminal's window is closed: the program gets SIGHUP. */
	readonly hangUp: () => void;
	/** Takes the terminal away: who reads it sees its end, and it takes no mode any more. */
	readonly vanish: () => void;
	readonly kill: (signal: NodeJS.Signals) => void;
};

const matches = (expected: Expected, screen: readonly string[]): boolean => {
	if (typeof expected === 'function') {
		return expected(screen);
	}

	const text = screen.join('\n');
	return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
};

const pause = (milliseconds: number): Promise<void> => new Promise(done => setTimeout(done, milliseconds));

/** Whether a process computes, or waits for a processor: what was typed is not dealt with yet. Never, where nobody tells. */
const isBusy = (pid: number): boolean => {
	try {
		const threads = `/proc/${pid}/task`;
		return readdirSync(threads).some(thread =>
			/\) R /.test(readFileSync(`${threads}/${thread}/stat`, 'utf8')),
		);
	} catch {
		return false;
	}
};

const framed = (screen: readonly string[], columns: number): string =>
	[
		`┌${'─'.repeat(columns)}┐`,
		...screen.map(row => `│${row.padEnd(columns)}│`),
		`└${'─'.repeat(columns)}┘`,
	].join('\n');

/** Starts the program in a terminal of its own. What still runs at the end of the test is ended. */
export const launch = (
	person: Person,
	args: readonly string[] = [],
	{
		columns = 80,
		rows = 23,
		env = {},
		cwd = person.folder,
		command = [process.execPath, builtProgram],
	}: LaunchOptions = {},
): Terminal => {
	const [file = '', ...before] = command;
	const emulator = new xterm.Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
	const child = spawn(file, [...before, ...args], {
		name: 'xterm-256color',
		cols: columns,
		rows,
		cwd,
		// It would set what is undefined to that word.
		env: Object.fromEntries(
			Object.entries({ ...person.environment, ...env }).filter(([, value]) => value !== undefined),
		),
	});
	let written = '';
	let lastOutput = Date.now();
	let cursorVisible = true;
	let ended: { readonly code: number; readonly signal: number } | undefined;
	child.onData(data => {
		written += data;
		lastOutput = Date.now();
		for (const [, sign] of data.matchAll(/\u001b\[\?25([hl])/g)) {
			cursorVisible = sign === 'h';
		}

		emulator.write(data);
	});
	// What the program asks the terminal is answered.
	emulator.onData(answer => child.write(answer));
	const exit = new Promise<{ code: number; signal: number }>(resolve => {
		child.onExit(({ exitCode, signal = 0 }) => {
			// Whatever was written before the end is still on its way into the emulator.
			setTimeout(() => {
				ended = { code: exitCode, signal };
				resolve(ended);
			}, 100);
		});
	});
	const lines = (buffer: xterm.IBuffer, from: number, to: number): string[] =>
		Array.from(
			{ length: to - from },
			(_, index) => buffer.getLine(from + index)?.translateToString(true) ?? '',
		);
	const screen = (): string[] => {
		const buffer = emulator.buffer.active;
		return lines(buffer, buffer.baseY, buffer.baseY + emulator.rows);
	};
	const shown = (): string => framed(screen(), emulator.cols);
	const settle = async (quiet = 120): Promise<void> => {
		for (let restless = lastOutput; Date.now() - Math.max(restless, lastOutput) < quiet; ) {
			await pause(quiet / 4);
			restless = isBusy(child.pid) ? Date.now() : restless;
		}
	};

	onTestFinished(async () => {
		if (!ended) {
			child.kill('SIGKILL');
			await exit;
		}

		emulator.dispose();
	});
	return {
		pid: child.pid,
		columns: () => emulator.cols,
		screen,
		text: () => screen().join('\n'),
		history: () => {
			const buffer = emulator.buffer.normal;
			const all = lines(buffer, 0, buffer.length);
			const last = all.findLastIndex(row => row !== '');
			return all.slice(0, last + 1);
		},
		isAlternate: () => emulator.buffer.active.type === 'alternate',
		cursor: () => {
			const { cursorX, cursorY } = emulator.buffer.active;
			return { row: cursorY, column: cursorX, visible: cursorVisible };
		},
		cell: (row, column) => {
			const buffer = emulator.buffer.active;
			const cell = buffer.getLine(buffer.baseY + row)?.getCell(column);
			return {
				text: cell?.getChars() ?? '',
				bold: cell?.isBold() !== 0,
				dim: cell?.isDim() !== 0,
				inverse: cell?.isInverse() !== 0,
				color: cell?.isFgDefault() === false ? cell.getFgColor() : -1,
			};
		},
		rowOf: expected => screen().findIndex(row => matches(expected, [row])),
		wrapped: () => {
			const buffer = emulator.buffer.active;
			return screen().filter((_, index) => buffer.getLine(buffer.baseY + index + 1)?.isWrapped);
		},
		raw: () => written,
		type: text => {
			child.write(text);
			lastOutput = Date.now();
		},
		press: async (...pressed) => {
			for (const key of pressed) {
				const before = written.length;
				child.write(keys[key]);
				// A lone escape is waited for by the program, in case it begins a sequence.
				const deadline = Date.now() + (key === 'escape' ? 400 : 250);
				do {
					await pause(10);
				} while (written.length === before && !ended && (Date.now() < deadline || isBusy(child.pid)));

				await settle(40);
			}
		},
		resize: (newColumns, newRows) => {
			emulator.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
			// It is quiet only when the program has had its time to answer.
			lastOutput = Date.now();
		},
		waitFor: async (expected, milliseconds = 30_000) => {
			const deadline = Date.now() + milliseconds;
			while (!matches(expected, screen())) {
				if (ended || Date.now() > deadline) {
					const why = ended ? `ended with ${ended.code}` : `took more than ${milliseconds} ms`;
					throw new Error(`The program ${why}, and there is no ${String(expected)}:\n${shown()}`);
				}

				await pause(25);
			}

			// What spends takes no enter that was pressed before all that changed on its own was drawn.
			await settle();
		},
		settle: () => settle(),
		exit,
		hangUp: () => child.kill('SIGHUP'),
		vanish: () => {
			// Its types do not tell of it.
			const destroy: unknown = Reflect.get(child, 'destroy');
			expect(destroy).toBeTypeOf('function');
			Reflect.apply(Object(destroy), child, []);
		},
		kill: signal => child.kill(signal),
	};
};
