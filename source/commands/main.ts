import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../base/package-folder.ts';
import { writeLine } from '../base/printable.ts';
import { type ExitCode, exitCodes, Interrupted, Problem, problemLines } from '../base/problem.ts';
import { globalFlags } from '../flags/common.ts';
import { helpText } from '../flags/help.ts';
import { atMost, parseFlags } from '../flags/parse.ts';
import { findCommand, overview } from './index.ts';
import type { Command } from './shared/command.ts';
import type { CommandContext } from './shared/context.ts';
import { openSession } from './shared/session.ts';
import { settleEnvironment } from './shared/settle-environment.ts';
import { processSignals } from './shared/signals.ts';

const version = (): string => {
	const file = path.join(packageFolder(), 'package.json');
	const { version: text }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
	return text;
};

const flagsOf = ({ usage }: Command) => [...usage.groups.flatMap(group => group.flags), ...globalFlags];

const runNamed = async (argv: readonly string[], context: CommandContext): Promise<ExitCode> => {
	const { stdout } = context;
	const { title, load, group, rest } = findCommand(argv);
	if (load === undefined) {
		stdout.write(rest.includes('--version') ? `${version()}\n` : overview(group));
		return exitCodes.done;
	}

	const command = await load();
	const parsed = parseFlags(rest, flagsOf(command), title);
	if (parsed.switches.has('version')) {
		stdout.write(`${version()}\n`);
		return exitCodes.done;
	}

	if (parsed.switches.has('help')) {
		stdout.write(helpText(command.usage, stdout.columns ?? 80));
		return exitCodes.done;
	}

	atMost(parsed, command.takes, title);
	return command.run(openSession(context, parsed));
};

/** Runs a command line. Everything that goes wrong is told on standard error; the exit code says what kind it was. */
export const runCommandLine = async (argv: readonly string[], context: CommandContext): Promise<ExitCode> => {
	try {
		return await runNamed(argv, context);
	} catch (error) {
		if (error instanceof Problem) {
			writeLine(context.stderr, problemLines(error, context.environment).join('\n'));
			return error.exitCode;
		}

		if (error instanceof Interrupted) {
			return exitCodes.cancelled;
		}

		const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
		writeLine(context.stderr, `packer-wizard failed by a defect of its own (${version()}).\n${trace}`);
		return exitCodes.defect;
	}
};

/** Whoever reads our output may stop early (`| head`), or close the terminal: no reason to fail, a build goes on. */
const ignoreClosedPipe = (stream: NodeJS.WriteStream): void => {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE' && error.code !== 'EIO') {
			throw error;
		}
	});
};

/** The folder that one is in; undefined if it was deleted. */
const currentFolder = (): string | undefined => {
	try {
		return process.cwd();
	} catch {
		return undefined;
	}
};

/** The program: runs the command line of this process and sets its exit code. */
export const main = async (): Promise<void> => {
	ignoreClosedPipe(process.stdout);
	ignoreClosedPipe(process.stderr);
	const { env: environment, stdin, stdout, stderr } = process;
	const cwd = currentFolder();
	if (cwd === undefined) {
		stderr.write('The folder that you are in was deleted.\n  Go to another one: cd\n');
		process.exitCode = exitCodes.missing;
		return;
	}

	for (const sentence of settleEnvironment(environment)) {
		writeLine(stderr, sentence);
	}

	const signals = processSignals();
	process.exitCode = await runCommandLine(process.argv.slice(2), {
		environment,
		stdin,
		stdout,
		stderr,
		cwd,
		signals,
		actions: async () => (await import('../actions/index.ts')).createActions({ environment, cwd }),
		screens: async (actions, start, output) => {
			const { runScreens } = await import('../screens/app.tsx');
			const { ended } = signals;
			return runScreens({
				actions,
				start,
				stdin,
				stdout: process[output],
				whereabouts: { environment, cwd },
				ended,
			});
		},
	});
	await signals.over(line => writeLine(stderr, line));
};
