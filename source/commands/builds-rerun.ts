import { exitCodes, Problem } from '../base/problem.ts';
import { buildFlags } from '../flags/common.ts';
import { questionGroups } from '../flags/question-help.ts';
import { applySets } from '../flags/set.ts';
import { onceMore } from '../flow/once-more.ts';
import { optionsOf } from '../flow/review.ts';
import { draftAtReview } from '../questions/draft.ts';
import { buildDecided } from './shared/build-request.ts';
import type { Command } from './shared/command.ts';
import { applyLooked } from './shared/looked-up.ts';

const forReal = {
	name: 'for-real',
	text: 'Build it in your AWS account, if the build was a rehearsal.',
} as const;

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard builds rerun [<id>] [flags]'],
		text: [
			'Builds once more what a build was made of, whatever became of its preset since: by its id or the beginning of it, by the name of its preset, or the newest (last). A rehearsal is rehearsed again, unless --for-real is given; each flag below changes one answer.',
			'In a terminal the review comes first, which names the account; --yes skips it, and a rehearsal needs none.',
		],
		groups: [{ title: 'How', flags: [forReal, ...buildFlags] }, ...questionGroups('recipe')],
		examples: [
			'packer-wizard builds rerun last',
			'packer-wizard builds rerun 7f3a --for-real --instance-type t3.small',
		],
	},
	takes: 1,
	run: async session => {
		if (session.has('for-real') && session.has('rehearse')) {
			throw new Problem('--for-real and --rehearse contradict each other.', {
				exitCode: exitCodes.usage,
			});
		}

		const actions = await session.actions();
		const { header } = await actions.look(await actions.findBuild(session.parsed.positionals[0]));
		const mode = session.has('for-real') ? 'aws' : session.has('rehearse') ? 'rehearsal' : header.mode;
		const again = onceMore(header, mode);
		const { values } = session.parsed;
		const draft = applySets(
			await applyLooked(session, draftAtReview(again.decisions, mode), values, {}),
			values.get('set'),
		);
		return buildDecided(session, draft, { options: optionsOf(again) });
	},
};
