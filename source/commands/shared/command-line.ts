import { writeLine } from '../../base/printable.ts';
import { type ExitCode, exitCodes, Interrupted, Problem, problemLines } from '../../base/problem.ts';
import { traceOf } from '../../base/trace.ts';
import { globalFlags } from '../../flags/common.ts';
import { faultData, faultList } from '../../flags/fault-list.ts';
import { atMost, parseFlags } from '../../flags/parse.ts';
import { jsonDocument } from '../../json/document.ts';
import { loadCommand } from '../index.ts';
import { type FoundCommand, findCommand } from '../table.ts';
import type { Command } from './command.ts';
import type { CommandContext, PaintedScreen } from './context.ts';
import { endpointVariables } from './endpoint.ts';
import { modeWith, openSession } from './session.ts';
import { askedIn, toldText } from './told.ts';
import { programVersion } from './version.ts';

const flagsOf = ({ usage }: Command) => [...usage.groups.flatMap(group => group.flags), ...globalFlags];

/** What is painted before the command is loaded: where nothing on the command line says more than what is shown. */
const paintFirst = async (
	{ name, rest }: FoundCommand,
	context: CommandContext,
): Promise<PaintedScreen | undefined> => {
	const { front, text } = modeWith(context, new Set());
	if (front !== 'screen') {
		return undefined;
	}

	if (name === 'new' && rest.every(word => word === '--rehearse')) {
		return context.paintNew(rest.length > 0 ? 'rehearsal' : 'aws', text);
	}

	return name === 'builds watch' && rest.length <= 1 && !rest[0]?.startsWith('-')
		? context.paintWatch(rest[0], text)
		: undefined;
};

const runCommand = async (
	command: Command,
	{ title, rest }: FoundCommand,
	context: CommandContext,
	painted: PaintedScreen | undefined,
): Promise<ExitCode> => {
	const { stdout } = context;
	const parsed = parseFlags(rest, flagsOf(command), title);
	const told = toldText(parsed.switches, command.usage, undefined, stdout.columns);
	if (told !== undefined) {
		stdout.write(told);
		return exitCodes.done;
	}

	if (parsed.values.get('fault')?.includes('list')) {
		if (parsed.switches.has('json')) {
			stdout.write(`${jsonDocument(faultData())}\n`);
		} else {
			stdout.write(faultList(stdout.columns ?? 80));
		}

		return exitCodes.done;
	}

	atMost(parsed, command.takes, title);
	context.setVariables(endpointVariables(parsed));
	return command.run(openSession(context, parsed, painted));
};

const runNamed = async (argv: readonly string[], context: CommandContext): Promise<ExitCode> => {
	const { stdout } = context;
	const found = findCommand(argv);
	const { name, group, rest } = found;
	if (name === undefined) {
		stdout.write(toldText(askedIn(rest), undefined, group) ?? '');
		return exitCodes.done;
	}

	const painted = await paintFirst(found, context);
	try {
		return await runCommand(await loadCommand(name), found, context, painted);
	} finally {
		painted?.takeBack();
	}
};

/** What the person is told of a defect of ours. */
export const defectText = (error: unknown): string =>
	`packer-wizard failed by a defect of its own (${programVersion()}).\n${traceOf(error)}`;

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

		writeLine(context.stderr, defectText(error));
		return exitCodes.defect;
	}
};
