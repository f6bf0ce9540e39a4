import { exitCodes } from '../base/problem.ts';
import { buildRow } from '../flow/builds.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds show [<id>] [flags]'],
		text: [
			'Says how a build ended, or that it goes on: by its id, by the name of its preset, or the newest.',
		],
		groups: [],
	},
	takes: 1,
	run: async session => {
		const actions = await session.actions();
		const id = await actions.findBuild(session.parsed.positionals[0]);
		const timeline = await actions.look(id);
		if (session.mode.front === 'json') {
			const { jsonDocument } = await import('../json/document.ts');
			session.print(jsonDocument(buildRow(timeline, Date.now())));
			return exitCodes.done;
		}

		actions.summary(timeline).forEach(session.print);
		return exitCodes.done;
	},
};
