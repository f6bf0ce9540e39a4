import { cellWidth, wrap } from '../base/cells.ts';
import { columns } from '../base/columns.ts';
import { exitCodes } from '../base/problem.ts';
import { programCommand } from '../base/program.ts';
import { machineRow } from '../flow/builds.ts';
import { buildCells } from '../flow/words/build-rows.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';

/** Below the names of the builds, behind their ids. */
const indent = ' '.repeat(6);

/** The rows of a table; where one is too wide for the terminal, the last cell of each stands below the others, in as many lines as it needs. */
const tableLines = (rows: readonly (readonly string[])[], width: number): readonly string[] => {
	const lines = columns(rows);
	return lines.every(line => cellWidth(line) <= width)
		? lines
		: columns(rows.map(row => row.slice(0, -1))).flatMap((line, index) => {
				const last = rows[index]?.at(-1) ?? '';
				return last === '' ? [line] : [line, ...wrap(last, width - indent.length).map(text => indent + text)];
			});
};

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
		const { isTTY, columns: width = 80 } = session.context.stdout;
		const dates = session.has('absolute') || !isTTY ? 'absolute' : 'relative';
		const rows = builds.map(build => buildCells(build, now, dates));
		tableLines(rows, isTTY ? width : Number.POSITIVE_INFINITY).forEach(session.print);
		return exitCodes.done;
	},
};
