import { terminalText } from '../base/printable.ts';
import { exitCodes } from '../base/problem.ts';
import { type LogLine, linesOf, type Timeline } from '../builds/timeline/timeline.ts';
import { logEvent } from '../flow/builds.ts';
import { wholeLog } from '../flow/whole-log.ts';
import { jsonLine, writeAll } from '../json/document.ts';
import type { Command } from './shared/command.ts';
import { wantedStep } from './shared/wanted-step.ts';

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
		const isJson = session.mode.front === 'json';
		// A slow reader is waited for.
		const tell = ({ steps }: Timeline, lines: readonly LogLine[]): Promise<void> =>
			writeAll(
				session.context.stdout,
				lines.map(line => `${isJson ? jsonLine(logEvent(line, steps)) : terminalText(line.text)}\n`).join(''),
			);
		let told = 0;
		const print = async (timeline: Timeline): Promise<void> => {
			const step = wantedStep(session, 'step', timeline);
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
