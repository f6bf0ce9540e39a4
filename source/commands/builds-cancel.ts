import { exitCodes, Problem } from '../base/problem.ts';
import { summaryLines } from '../builds/report/summary.ts';
import { cancelEffect, cancellingText, overText } from '../flow/stopping.ts';
import type { Command } from './shared/command.ts';

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds cancel [<id>] [flags]'],
		text: [
			'Cancels a build and waits until Packer has deleted its machine, key and firewall, unless they were to be kept: by its id, by the name of its preset, or the newest.',
		],
		groups: [],
	},
	takes: 1,
	run: async session => {
		const actions = await session.actions();
		const id = await actions.findBuild(session.parsed.positionals[0]);
		const found = await actions.look(id);
		if (found.result !== undefined) {
			throw new Problem(overText(found), {
				next: ['See all builds: packer-wizard builds list'],
			});
		}

		session.say(cancellingText(cancelEffect(found), `${found.header.recipe.name} (${id})`));
		await actions.cancel(id);
		const timeline = await actions.follow(id, () => undefined);
		if (timeline.result === undefined) {
			summaryLines(actions.summary(timeline)).forEach(session.say);
			return exitCodes.left;
		}

		session.say(overText(timeline));
		return exitCodes.done;
	},
};
