import { Problem } from '../base/problem.ts';
import type { Command } from './shared/command.ts';
import { canAsk } from './shared/mode.ts';
import { open } from './shared/open.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard [<command>] [flags]'],
		text: ['Without a command it opens home: new images, presets, builds.'],
		groups: [],
	},
	takes: 0,
	run: async session => {
		if (!canAsk(session.mode)) {
			const flag = ['json', 'no-input', 'quiet'].find(session.has);
			const why =
				flag === undefined ? 'There is no terminal here to ask in.' : `With --${flag} nobody is asked.`;
			throw new Problem(why, {
				reason: 'Without a command packer-wizard is a wizard.',
				next: [
					'Make the files of an image by flags: packer-wizard new --help',
					'Build a preset: packer-wizard run <preset> --yes',
					'All commands: packer-wizard help',
				],
			});
		}

		return open(session, { at: 'home' });
	},
};
