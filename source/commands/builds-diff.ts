import { exitCodes } from '../base/problem.ts';
import { contentsHeading, differenceLines } from '../flow/words/contents.ts';
import { jsonDocument } from '../json/document.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds diff [<id>] [<other>] [flags]'],
		text: [
			'What is in the image of the second build and not in that of the first: packages added, removed and upgraded, and files that the steps changed otherwise. With one build it is compared with the one of its name before it; without any, the newest.',
		],
		groups: [],
		examples: ['packer-wizard builds diff last', 'packer-wizard builds diff 7f3a c0de --json'],
	},
	takes: 2,
	run: async session => {
		const [one, other] = session.parsed.positionals;
		const actions = await session.actions();
		const id = await actions.findBuild(one);
		const difference = await actions.contentsDifference(
			id,
			other === undefined ? undefined : await actions.findBuild(other),
		);
		if (session.mode.front === 'json') {
			session.print(jsonDocument(difference));
			return exitCodes.done;
		}

		[...contentsHeading(difference, Date.now()), '', ...differenceLines(difference)].forEach(session.print);
		return exitCodes.done;
	},
};
