import { columns } from '../base/columns.ts';
import { terminalJson } from '../base/printable.ts';
import { exitCodes } from '../base/problem.ts';
import { sectionAnswers } from '../flow/review.ts';
import { draftAtReview } from '../questions/draft.ts';
import { recipeText } from '../recipe/read.ts';
import type { Command } from './shared/command.ts';
import { readDecided } from './shared/decided.ts';
import { sayDoubts } from './shared/warnings.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard presets show <preset> [flags]'],
		text: ['Shows what a preset decides. With --json it prints the recipe, which run takes as a file.'],
		groups: [],
		examples: ['packer-wizard presets show nodejs --json > web.json'],
	},
	takes: 1,
	run: async session => {
		const draft = await readDecided(session, 'packer-wizard presets show');
		await sayDoubts(session, draft);
		if (session.mode.front === 'json') {
			session.print(terminalJson(recipeText(draft.recipe).trimEnd()));
			return exitCodes.done;
		}

		const { description } = draft.recipe;
		const rows = sectionAnswers(draftAtReview(draft)).map(({ label, hint }) => [label, hint]);
		[...(description === undefined ? [] : [description, '']), ...columns(rows)].forEach(session.print);
		return exitCodes.done;
	},
};
