import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { buildCells } from '../flow/words/builds.ts';
import { columns } from './shared/columns.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds list [flags]'],
		text: ['Lists the builds, the newest first.'],
		groups: [],
	},
	takes: 0,
	run: async session => {
		const { builds } = await (await session.actions()).home();
		if (session.mode.front === 'json') {
			const { jsonDocument } = await import('../json/document.ts');
			session.print(jsonDocument(builds));
			return exitCodes.done;
		}

		if (builds.length === 0) {
			session.say(`There is no build yet. Make an image: ${programCommand(session.environment)} new`);
		}

		const now = Date.now();
		columns(builds.map(build => buildCells(build, now))).forEach(session.print);
		return exitCodes.done;
	},
};
