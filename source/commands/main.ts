import { writeLine } from '../base/printable.ts';
import { exitCodes } from '../base/problem.ts';
import { defectText, runCommandLine } from './shared/command-line.ts';
import { tellLost, watchOutput } from './shared/lost-output.ts';
import { paintHome } from './shared/paint-home.ts';
import { paintNew } from './shared/paint-new.ts';
import { paintWatch } from './shared/paint-watch.ts';
import { settleEnvironment } from './shared/settle-environment.ts';
import { processSignals } from './shared/signals.ts';

/** The folder that one is in; undefined if it was deleted. */
const currentFolder = (): string | undefined => {
	try {
		return process.cwd();
	} catch {
		return undefined;
	}
};

/** What nobody caught is told by Node.js, when the screen is left: in our words, and with the exit code of a defect. */
const tellDefects = (): void => {
	process.on('uncaughtExceptionMonitor', error => {
		// Anything can be thrown.
		if (error instanceof Error) {
			error.stack = defectText(error);
		}

		// Node.js sets its own before this event.
		process.once('exit', () => {
			process.exitCode = exitCodes.defect;
		});
	});
};

/** The program: runs the command line of this process and sets its exit code. */
export const main = async (): Promise<void> => {
	tellDefects();
	const signals = processSignals();
	watchOutput(process.stderr, () => undefined);
	watchOutput(process.stdout, error => {
		tellLost(error);
		signals.giveUp();
	});
	const { env: environment, stdin, stdout, stderr } = process;
	// Who reads it sees its end: a terminal that vanishes is no defect.
	watchOutput(stdin, () => undefined);
	const cwd = currentFolder();
	if (cwd === undefined) {
		stderr.write('The folder that you are in was deleted.\n  Go to another one: cd\n');
		process.exitCode = exitCodes.missing;
		return;
	}

	for (const sentence of settleEnvironment(environment)) {
		writeLine(stderr, sentence);
	}

	const whereabouts = { environment, cwd };
	process.exitCode = await runCommandLine(process.argv.slice(2), {
		...whereabouts,
		stdin,
		stdout,
		stderr,
		signals,
		setVariables: variables => Object.assign(environment, variables),
		actions: async () => (await import('../actions/index.ts')).createActions(whereabouts),
		paintHome: output => paintHome(process[output], stdin, whereabouts, process.platform),
		paintNew: (mode, output) => paintNew(mode, process[output], stdin, whereabouts, process.platform),
		paintWatch: (meant, output) => paintWatch(meant, process[output], stdin, whereabouts, process.platform),
		screens: async (actions, start, output, painted) => {
			const { runScreens } = await import('../screens/run-screens.tsx');
			const { ended } = signals;
			return runScreens({
				actions,
				start,
				painted,
				stdin,
				stdout: process[output],
				whereabouts,
				ended,
			});
		},
	});
	await signals.over(line => writeLine(stderr, line));
};
