import type { Command } from './shared/command.ts';
import { canAsk } from './shared/mode.ts';
import { open } from './shared/open.ts';
import { watchUnattended } from './shared/unattended.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds watch [<id>] [flags]'],
		text: [
			'Shows a build from its beginning and follows it to its end: by its id, by the name of its preset, or the newest.',
		],
		groups: [],
	},
	takes: 1,
	run: async session => {
		const id = await (await session.actions()).findBuild(session.parsed.positionals[0]);
		return canAsk(session.mode) ? open(session, { at: 'build', id }) : watchUnattended(session, id);
	},
};
