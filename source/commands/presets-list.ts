import { columns } from '../base/columns.ts';
import { exitCodes } from '../base/problem.ts';
import { presetLong } from '../flow/words/presets.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard presets list [flags]'],
		text: ['Lists the presets: of the project, your own, and those that came with packer-wizard.'],
		groups: [],
	},
	takes: 0,
	run: async session => {
		const { presets, warning } = await (await session.actions()).home();
		if (warning !== undefined) {
			session.note(warning);
		}

		if (session.mode.front === 'json') {
			session.print(jsonDocument(presets));
			return exitCodes.done;
		}

		const now = Date.now();
		const rows = presets.map(preset => [
			preset.name,
			preset.broken ?? preset.description,
			presetLong(preset, now),
		]);
		columns(rows).forEach(session.print);
		return exitCodes.done;
	},
};
