import { shownPath } from '../base/paths.ts';
import { exitCodes } from '../base/problem.ts';
import { templateFolder } from '../builds/folders.ts';
import { summaryLines } from '../builds/report/summary.ts';
import { machineDetails } from '../flow/builds.ts';
import { buildDetailLines } from '../flow/words/build-details.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds show [<id>] [flags]'],
		text: [
			'Says how a build ended, or that it goes on, what it was made of, and how long each part of it took: by its id or the beginning of it, by the name of its preset, or the newest (last).',
		],
		groups: [],
		examples: ['packer-wizard builds show last', 'packer-wizard builds show 7f3a --json'],
	},
	takes: 1,
	run: async session => {
		const actions = await session.actions();
		const id = await actions.findBuild(session.parsed.positionals[0]);
		const timeline = await actions.look(id);
		if (session.mode.front === 'json') {
			session.print(
				jsonDocument(
					machineDetails(timeline, Date.now(), templateFolder(timeline.header, session.environment)),
				),
			);
			return exitCodes.done;
		}

		const details = buildDetailLines(timeline, Date.now(), file => shownPath(file, session));
		[...summaryLines(actions.summary(timeline)), '', ...details].forEach(session.print);
		return exitCodes.done;
	},
};
