import type { Actions } from '../actions/actions.ts';
import type { Environment } from '../base/paths.ts';
import type { ExitCode } from '../base/problem.ts';

/** Where text goes: standard output or standard error, or what a test hands in for them. */
export type Output = NodeJS.WritableStream & {
	readonly isTTY?: boolean;
	readonly columns?: number;
	readonly rows?: number;
};

/** Where keys and lines come from. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Everything that a command may know of the world around it. */
export type CommandContext = {
	/** The arguments behind the command's name. */
	readonly argv: readonly string[];
	readonly environment: Environment;
	readonly stdin: Input;
	readonly stdout: Output;
	readonly stderr: Output;
	readonly cwd: string;
	/** The effects. Made only when a command needs them, since they bring a good part of the program along. */
	readonly actions: () => Promise<Actions>;
};

/** Runs one command. Throws a Problem for everything that a person has to know. */
export type Command = (context: CommandContext) => Promise<ExitCode>;
