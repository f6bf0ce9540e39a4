import { PassThrough } from 'node:stream';
import type { Actions } from '../../source/actions/contract.ts';
import { runCommandLine } from '../../source/commands/shared/command-line.ts';
import type { CommandContext } from '../../source/commands/shared/context.ts';
import { nothingAsked } from './asked.ts';

/** A person at a terminal, or a script at none. */
export type Person = {
	/** Runs a command line; gives its exit code. */
	readonly run: (argv: readonly string[]) => Promise<number>;
	/** Ctrl-C where no question stands. */
	readonly interrupt: () => void;
	readonly said: () => string;
};

/** Somebody who runs command lines with these effects. */
export const makePerson = (
	actions: Actions,
	terminal: boolean,
	screens: CommandContext['screens'] = async () => {
		throw new Error('No full screen was expected.');
	},
): Person => {
	nothingAsked();
	const handlers: (() => void)[] = [];
	let said = '';
	const size = terminal ? { isTTY: true, columns: 80, rows: 24 } : {};
	const stream = () => {
		const output = Object.assign(new PassThrough(), size);
		output.on('data', (chunk: Buffer) => {
			said += chunk;
		});
		return output;
	};
	const listen = (handler: () => void) => {
		handlers.push(handler);
		return () => {
			handlers.splice(handlers.indexOf(handler), 1);
		};
	};
	const context: CommandContext = {
		environment: { HOME: '/nowhere' },
		cwd: process.cwd(),
		stdin: Object.assign(new PassThrough(), size),
		stdout: stream(),
		stderr: stream(),
		setVariables: () => undefined,
		signals: {
			ended: new AbortController().signal,
			hold: (_what, work) => work,
			over: async () => undefined,
			onInterrupt: listen,
			onTerminate: () => () => undefined,
			onHangUp: () => () => undefined,
		},
		paintHome: async () => undefined,
		paintNew: async () => undefined,
		paintWatch: async () => undefined,
		actions: async () => actions,
		screens,
	};
	return {
		run: argv => runCommandLine(argv, context),
		interrupt: () => handlers.at(-1)?.(),
		said: () => said,
	};
};
