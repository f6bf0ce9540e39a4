import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** What is started: a program, its arguments, and where. */
export type Launch = {
	readonly command: readonly string[];
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string>>;
};

/** Whether the screen, its rows as one text, shows what is waited for. */
export type Expected = (screen: string) => boolean;

/** A program in a terminal of its own. Moments are milliseconds of `performance.now()`. */
export type Terminal = {
	/** The moment before the program was started. */
	readonly started: number;
	readonly screen: () => string;
	/** Sends keys as they are. */
	readonly type: (keys: string) => void;
	/**
	 * The moment at which the screen shows it, at once if it does already.
	 * @throws Error with the screen, if it does not come in time or the program ends before.
	 */
	readonly shows: (expected: Expected) => Promise<number>;
	/** The moment at which the program ended. */
	readonly ended: Promise<number>;
	/** Resolves when all that was written so far is on the screen. */
	readonly drawn: () => Promise<void>;
	/** Kills what still runs. */
	readonly close: () => Promise<void>;
};

const size = { cols: 120, rows: 40 };
const patience = 60_000;

export const openTerminal = ({ command, cwd, environment }: Launch): Terminal => {
	const [file = '', ...args] = command;
	const model = new xterm.Terminal({ ...size, allowProposedApi: true });
	const started = performance.now();
	const child = spawn(file, args, { ...size, name: 'xterm-256color', cwd, env: { ...environment } });
	let isOver = false;
	const waiting = new Set<() => void>();
	const look = (): void => {
		for (const one of waiting) {
			one();
		}
	};
	child.onData(data => model.write(data, look));
	// What the program asks the terminal is answered.
	model.onData(answer => child.write(answer));
	const ended = new Promise<number>(resolve => {
		child.onExit(() => {
			isOver = true;
			resolve(performance.now());
			// What it wrote last is still on its way into the model.
			model.write('', look);
		});
	});
	const screen = (): string => {
		const { active } = model.buffer;
		return Array.from(
			{ length: size.rows },
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
		).join('\n');
	};
	return {
		started,
		screen,
		type: keys => child.write(keys),
		shows: expected =>
			new Promise((resolve, reject) => {
				const end = (): void => {
					waiting.delete(check);
					clearTimeout(timer);
				};
				const fail = (why: string): void => {
					end();
					reject(new Error(`It ${why}:\n${screen().trimEnd()}`));
				};
				const timer = setTimeout(() => fail('does not show what is waited for'), patience);
				const check = (): void => {
					if (expected(screen())) {
						end();
						resolve(performance.now());
					} else if (isOver) {
						fail('ended before it showed what is waited for');
					}
				};
				waiting.add(check);
				check();
			}),
		ended,
		drawn: () => new Promise(resolve => model.write('', resolve)),
		close: async () => {
			if (!isOver) {
				child.kill('SIGKILL');
				await ended;
			}

			model.dispose();
		},
	};
};
