import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { machineRow } from '../flow/builds.ts';
import { buildCells } from '../flow/words/build-rows.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';
import { printTable } from './shared/table-lines.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds list [flags]'],
		text: [
			'Lists the builds, the newest first: id, name, how it stands, mode, region, when it began and how long it took, and what came of it. Beside those that run, the newest 50 are kept, and all that made an image in AWS or may have left something there; PACKER_WIZARD_KEEP_BUILDS says another number, or all.',
		],
		groups: [
			{
				title: 'How',
				flags: [{ name: 'absolute', text: 'Dates as 2026-11-28T10:05:02Z, as where no terminal is.' }],
			},
		],
		examples: ['packer-wizard builds list --json', 'packer-wizard builds list --absolute'],
	},
	takes: 0,
	run: async session => {
		const { builds } = await (await session.actions()).home();
		if (session.mode.front === 'json') {
			session.print(jsonDocument(builds.map(machineRow)));
			return exitCodes.done;
		}

		if (builds.length === 0) {
			session.say(`There is no build yet. Make an image: ${programCommand(session.environment)} new`);
		}

		const now = Date.now();
		const dates = session.has('absolute') || !session.context.stdout.isTTY ? 'absolute' : 'relative';
		printTable(
			session,
			builds.map(build => buildCells(build, now, dates)),
		);
		return exitCodes.done;
	},
};
