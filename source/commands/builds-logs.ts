import { didYouMean } from '../base/nearest.ts';
import { terminalText } from '../base/printable.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import { type LogLine, linesOf, type Timeline } from '../builds/timeline/timeline.ts';
import { lastValue } from '../flags/parse.ts';
import { logEvent } from '../flow/builds.ts';
import { wholeLog } from '../flow/whole-log.ts';
import type { Command } from './shared/command.ts';
import type { Session } from './shared/session.ts';

/** The index of a step by its number or name; undefined if all are wanted. @throws Problem (exit 2) if there is none. */
const wantedStep = ({ parsed }: Session, { steps }: Timeline): number | undefined => {
	const wanted = lastValue(parsed, 'step');
	if (wanted === undefined) {
		return undefined;
	}

	const names = steps.map(({ name }) => name);
	const index = /^\d+$/.test(wanted) ? Number(wanted) - 1 : names.indexOf(wanted);
	if (steps[index] === undefined) {
		throw new Problem(`There is no step ${wanted}.${didYouMean(wanted, names)}`, {
			reason: names.length === 0 ? 'The build has none.' : `There are: ${names.join(', ')}.`,
		});
	}

	return index;
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds logs [<id>] [flags]'],
		text: [
			'Prints the log of a build, without secrets: by its id or the beginning of it, by the name of its preset, or the newest (last). With --json each line is an object.',
		],
		groups: [
			{
				title: 'What',
				flags: [
					{ name: 'follow', short: 'f', text: 'Go on with what a build prints that still runs, to its end.' },
					{ name: 'step', value: '<number|name>', text: 'Only what this step printed.' },
				],
			},
		],
		examples: [
			'packer-wizard builds logs last --follow',
			'packer-wizard builds logs 7f3a --step ssh-grunt | grep -i error',
		],
	},
	takes: 1,
	run: async session => {
		const actions = await session.actions();
		const id = await actions.findBuild(session.parsed.positionals[0]);
		const { jsonLine, writeAll } = await import('../json/document.ts');
		const isJson = session.mode.front === 'json';
		// A slow reader is waited for.
		const tell = ({ steps }: Timeline, lines: readonly LogLine[]): Promise<void> =>
			writeAll(
				session.context.stdout,
				lines.map(line => `${isJson ? jsonLine(logEvent(line, steps)) : terminalText(line.text)}\n`).join(''),
			);
		let told = 0;
		const print = async (timeline: Timeline): Promise<void> => {
			const step = wantedStep(session, timeline);
			for await (const lines of wholeLog(timeline, actions.readLog, step, told)) {
				await tell(timeline, lines);
			}

			told = linesOf(timeline).length;
		};
		if (session.has('follow')) {
			await actions.follow(id, ({ timeline }) => print(timeline));
		} else {
			await print(await actions.look(id));
		}

		return exitCodes.done;
	},
};
