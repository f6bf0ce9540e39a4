import type { Actions } from '../../actions/contract.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { writeLine } from '../../base/printable.ts';
import type { Parsed } from '../../flags/parse.ts';
import type { CommandContext, Stream } from './context.ts';
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
	/** Prints a line for people on standard error; --quiet does not keep it back. */
	readonly note: (line: string) => void;
	/** Prints a result on standard output. */
	readonly print: (line: string) => void;
	readonly actions: () => Promise<Actions>;
	readonly has: (name: string) => boolean;
};

const terminalOf = ({ isTTY, columns, rows }: Stream): TerminalSize | undefined =>
	isTTY ? { columns, rows } : undefined;

export const openSession = (context: CommandContext, parsed: Parsed): Session => {
	const { environment, stdin, stdout, stderr, cwd } = context;
	const mode = chooseMode({
		stdin: stdin.isTTY === true,
		stdout: terminalOf(stdout),
		stderr: terminalOf(stderr),
		term: environment['TERM'],
		switches: parsed.switches,
	});
	const text = mode.text === 'stdout' ? stdout : stderr;
	const quiet = parsed.switches.has('quiet');
	let actions: Promise<Actions> | undefined;
	return {
		context,
		environment,
		cwd,
		parsed,
		mode,
		text,
		say: line => {
			if (!quiet) {
				writeLine(text, line);
			}
		},
		note: line => writeLine(stderr, line),
		print: line => writeLine(stdout, line),
		actions: () => {
			actions ??= context.actions().then(all => untilEnd(all, context.signals));
			return actions;
		},
		has: name => parsed.switches.has(name),
	};
};
