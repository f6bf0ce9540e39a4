import { exitCodes } from '../base/problem.ts';
import { comparisonLines } from '../flow/words/compare.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds compare [<id>] [<other>] [flags]'],
		text: [
			'Two builds side by side, the earlier one first: what was decided otherwise, and how long phases and steps took in each. Without another one it is the build of the same name before it; without any, the newest.',
		],
		groups: [],
		examples: ['packer-wizard builds compare last', 'packer-wizard builds compare 7f3a c0de --json'],
	},
	takes: 2,
	run: async session => {
		const [one, other] = session.parsed.positionals;
		const actions = await session.actions();
		const id = await actions.findBuild(one);
		const comparison = await actions.compareBuilds(
			id,
			other === undefined ? undefined : await actions.findBuild(other),
		);
		if (session.mode.front === 'json') {
			session.print(jsonDocument(comparison));
			return exitCodes.done;
		}

		comparisonLines(comparison, Date.now()).forEach(session.print);
		return exitCodes.done;
	},
};
