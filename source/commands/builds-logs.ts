import { didYouMean } from '../base/nearest.ts';
import { exitCodes, Problem } from '../base/problem.ts';
import type { LogLine, Timeline } from '../builds/timeline/timeline.ts';
import { lastValue } from '../flags/parse.ts';
import { logEvent } from '../flow/builds.ts';
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
		const { jsonLine } = await import('../json/document.ts');
		const tell = (timeline: Timeline, line: LogLine): void => {
			session.print(session.mode.front === 'json' ? jsonLine(logEvent(line, timeline.steps)) : line.text);
		};
		let told = 0;
		const print = (timeline: Timeline): void => {
			const step = wantedStep(session, timeline);
			for (const line of timeline.log.slice(told)) {
				if (step === undefined || line.step === step) {
					tell(timeline, line);
				}
			}

			told = timeline.log.length;
		};
		if (session.has('follow')) {
			await actions.follow(id, ({ timeline }) => print(timeline));
		} else {
			print(await actions.look(id));
		}

		return exitCodes.done;
	},
};
