import type { Actions } from '../../actions/contract.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { writeLine } from '../../base/printable.ts';
import { type ExitCode, exitCodes } from '../../base/problem.ts';
import type { Parsed } from '../../flags/parse.ts';
import type { CommandContext, PaintedScreen, Stream } from './context.ts';
import { chooseMode, type Mode, type TerminalSize } from './mode.ts';
import { untilEnd } from './until-end.ts';

/** One run of a command: its command line, its mode, and where its lines go. */
export type Session = Whereabouts & {
	readonly context: CommandContext;
	readonly parsed: Parsed;
	readonly mode: Mode;
	/** Where everything for people goes. */
	readonly text: Stream;
	/** Prints a line for people; --quiet keeps it back. */
	readonly say: (line: string) => void;
	/** Prints how something ended; with --quiet only if it did not end well, on standard error. */
	readonly sayEnd: (lines: readonly string[], exitCode: ExitCode) => void;
	/** Prints what is wrong or doubtful on standard error, with --quiet too. */
	readonly note: (line: string) => void;
	/** Prints a result on standard output. */
	readonly print: (line: string) => void;
	readonly actions: () => Promise<Actions>;
	readonly has: (name: string) => boolean;
	/** What was painted before the command was loaded, if that is still right. */
	readonly painted: () => PaintedScreen | undefined;
	/** Leaves the terminal as it was: something else comes first. */
	readonly takeBack: () => void;
};

const terminalOf = ({ isTTY, columns, rows }: Stream): TerminalSize | undefined =>
	isTTY ? { columns, rows } : undefined;

/** How the program shows itself with these flags. */
export const modeWith = (
	{ environment, stdin, stdout, stderr }: CommandContext,
	switches: ReadonlySet<string>,
): Mode =>
	chooseMode({
		stdin: stdin.isTTY === true,
		stdout: terminalOf(stdout),
		stderr: terminalOf(stderr),
		term: environment['TERM'],
		switches,
	});

export const openSession = (
	context: CommandContext,
	parsed: Parsed,
	painted?: PaintedScreen | undefined,
): Session => {
	const { environment, stdout, stderr, cwd } = context;
	const mode = modeWith(context, parsed.switches);
	const text = mode.text === 'stdout' ? stdout : stderr;
	const quiet = parsed.switches.has('quiet');
	const say = (line: string): void => {
		if (!quiet) {
			writeLine(text, line);
		}
	};
	const note = (line: string): void => writeLine(stderr, line);
	let actions: Promise<Actions> | undefined;
	let shown = painted;
	return {
		context,
		environment,
		cwd,
		parsed,
		mode,
		text,
		say,
		sayEnd: (lines, exitCode) => lines.forEach(quiet && exitCode !== exitCodes.done ? note : say),
		note,
		print: line => writeLine(stdout, line),
		actions: () => {
			actions ??= context.actions().then(all => untilEnd(all, context.signals));
			return actions;
		},
		has: name => parsed.switches.has(name),
		painted: () => shown,
		takeBack: () => {
			shown?.takeBack();
			shown = undefined;
		},
	};
};
