import { exitCodes } from '../base/problem.ts';
import type { PresetRow } from '../flow/presets.ts';
import { lastBuildText } from '../flow/words/last-build.ts';
import { columns } from './shared/columns.ts';
import type { Command } from './shared/command.ts';

const origins = { shipped: '', own: 'yours', project: 'of the project' } as const;

/** `built 2 h ago, 6 m 40 s: ami-0f3a91c2d4e5f6a7b`. What was rehearsed made no image. */
const lastText = (preset: PresetRow, now: number): string => {
	if (preset.broken !== undefined) {
		return 'broken';
	}

	const image = preset.last?.mode === 'aws' ? preset.last.artifacts[0]?.ami : undefined;
	return `${lastBuildText(preset, now)}${image === undefined ? '' : `: ${image}`}`;
};

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
			const { jsonDocument } = await import('../json/document.ts');
			session.print(jsonDocument(presets));
			return exitCodes.done;
		}

		const now = Date.now();
		const rows = presets.map(preset => [
			preset.name,
			preset.broken ?? preset.description,
			[origins[preset.origin], preset.needsToken ? 'token' : '', lastText(preset, now)]
				.filter(Boolean)
				.join(' · '),
		]);
		columns(rows).forEach(session.print);
		return exitCodes.done;
	},
};
