import { exitCodes, Problem } from '../base/problem.ts';
import { overwriteFlag, trustFlag } from '../flags/common.ts';
import { questionGroups } from '../flags/question-help.ts';
import { savingAs } from '../flow/presets.ts';
import { savedLines } from '../flow/words/presets.ts';
import type { Command } from './shared/command.ts';
import { readDecided } from './shared/decided.ts';
import { sayDoubts } from './shared/warnings.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard presets save <name> [<preset>] [flags]'],
		text: [
			'Keeps a recipe under a name of yours: that of another preset or of a path, or the recipe.json of this folder; changed by flags.',
		],
		groups: [{ title: 'How', flags: [overwriteFlag, trustFlag] }, ...questionGroups('recipe')],
		examples: [
			'packer-wizard presets save web ./web',
			'packer-wizard presets save node-eu nodejs --region eu-west-1',
		],
	},
	takes: 2,
	run: async session => {
		const [name, ...rest] = session.parsed.positionals;
		if (name === undefined) {
			throw new Problem('packer-wizard presets save needs a name.', {
				next: ['For example: packer-wizard presets save web ./web'],
			});
		}

		const source = { ...session, parsed: { ...session.parsed, positionals: rest } };
		const draft = await readDecided(source, `packer-wizard presets save ${name}`);
		await sayDoubts(session, draft);
		const actions = await session.actions();
		const { overwrite, ask, saved } = savingAs(name, (await actions.home()).presets);
		if (ask && !overwrite) {
			session.note(`${ask.text}.`);
		}

		const file = await actions.savePreset(name, draft, session.has('overwrite'));
		savedLines(saved, file, session).forEach(session.say);
		return exitCodes.done;
	},
};
