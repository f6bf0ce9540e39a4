import { exitCodes } from '../base/problem.ts';
import { shellStep, shellText } from '../flow/layers.ts';
import type { Command } from './shared/command.ts';
import { wantedStep } from './shared/wanted-step.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard shell [<id>] [flags]'],
		text: [
			'Opens a shell in the machine of a rehearsal as it was after a step: of a build by its id or the beginning of it, by the name of its preset, or of the newest (last). What is done there is thrown away when the shell ends. Without a terminal it runs what stands on standard input, and the exit code is 0 if that ended with 0, else 1, which standard error says.',
		],
		groups: [
			{
				title: 'Where',
				flags: [
					{
						name: 'after',
						value: '<number|name>',
						text: 'After this step, instead of the last one whose state was kept: that is the one before a step that failed.',
					},
				],
			},
		],
		examples: ['packer-wizard shell last', 'packer-wizard shell 7f3a --after node'],
	},
	takes: 1,
	run: async session => {
		const actions = await session.actions();
		const timeline = await actions.look(await actions.findBuild(session.parsed.positionals[0]));
		const found = shellStep(timeline, wantedStep(session, 'after', timeline));
		const { stdin, stdout } = session.context;
		const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
		const code = await actions.openShell(
			{ id: timeline.header.id, layer: found.layer, isTerminal },
			// What the shell prints can be data for another program.
			() => isTerminal && session.say(shellText(timeline, found)),
		);
		// Whoever leaves a shell means no failure; what a program had it run may have failed.
		if (isTerminal || code === 0) {
			return exitCodes.done;
		}

		session.note(`The shell in the machine ended with ${code}.`);
		return exitCodes.buildFailed;
	},
};
