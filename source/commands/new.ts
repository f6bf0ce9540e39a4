import { exitCodes, Problem } from '../base/problem.ts';
import { buildFlags } from '../flags/common.ts';
import { missingAnswers, requireAnswers } from '../flags/missing.ts';
import { questionGroups } from '../flags/question-help.ts';
import { applyFlags } from '../flags/questions.ts';
import { type Draft, goTo, newDraft, questionsFor, sectionRows } from '../questions/engine.ts';
import { buildDecided } from './shared/build-request.ts';
import type { Command } from './shared/command.ts';
import { canAsk } from './shared/mode.ts';
import { open } from './shared/open.ts';
import { askPerson } from './shared/prompting.ts';
import type { Session } from './shared/session.ts';
import { writeDecided } from './shared/write-files.ts';

/**
 * The draft to start from: the one that was left, if that is wanted, or a new one.
 * @returns undefined if the person went back.
 */
const startingDraft = async (session: Session): Promise<Draft | undefined> => {
	const wanted = session.has('continue');
	if (!wanted && !canAsk(session.mode)) {
		return newDraft();
	}

	const { draft, fresh } = await (await session.actions()).drafts();
	if (wanted && !draft) {
		throw new Problem('There are no answers to continue with.', {
			next: ['Begin a new image: packer-wizard new'],
		});
	}

	if (wanted || !draft) {
		return draft ?? fresh;
	}

	const { askLeftAnswers } = await import('../plain/left-answers.ts');
	const left = await askPerson(session, async prompts => {
		const answer = await askLeftAnswers(prompts, draft, Date.now());
		return typeof answer === 'symbol' ? answer : { draft: answer };
	});
	return left && (left.draft ?? fresh);
};

/** The draft at the first question that the flags did not answer. */
const atFirstOpen = (draft: Draft): Draft => {
	const row = sectionRows(draft).find(({ id, status }) => {
		const asked = questionsFor(draft).filter(
			question => question.section === id && question.asked === 'walk',
		);
		return status !== 'done' && !(asked.length > 0 && asked.every(({ id }) => draft.answered.includes(id)));
	});
	const question = questionsFor(draft).find(
		({ id, section, asked }) => section === row?.id && asked === 'walk' && !draft.answered.includes(id),
	);
	return goTo(draft, question?.id ?? (row?.id === 'more' ? 'settings' : 'review'));
};

export const command: Command = {
	usage: {
		synopsis: ['packer-wizard new [flags]'],
		text: [
			'Asks what an image needs and writes the files for Packer. Every question is also a flag; what a flag answers is not asked.',
			'Where nobody can be asked it writes the files; with --rehearse it rehearses them, with --yes it builds the image.',
		],
		groups: [
			...questionGroups('defaults'),
			{
				title: 'How',
				flags: [{ name: 'continue', text: 'Go on with the answers that were left.' }, ...buildFlags],
			},
		],
		examples: [
			'packer-wizard new',
			'packer-wizard new --region eu-west-1 --base ubuntu-24.04 --name web \\',
			"  --command 'sudo apt-get update' --command 'sudo apt-get install -y nginx'",
		],
	},
	takes: 0,
	run: async session => {
		const start = await startingDraft(session);
		if (!start) {
			return exitCodes.cancelled;
		}

		const answered = applyFlags(start, session.parsed.values, session.environment);
		const draft: Draft = session.has('rehearse') ? { ...answered, mode: 'rehearsal' } : answered;
		const builds = session.has('rehearse') || session.has('yes');
		if (canAsk(session.mode) && !(builds && missingAnswers(draft).length === 0)) {
			return open(session, {
				at: 'wizard',
				draft: start.answered.length > 0 ? draft : atFirstOpen(draft),
			});
		}

		requireAnswers(draft);
		return builds ? buildDecided(session, draft) : writeDecided(session, draft);
	},
};
