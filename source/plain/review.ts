import { cellWidth, padEnd } from '../base/cells.ts';
import { changesText } from '../flow/changes.ts';
import { answersName, type Keeping, madeOf } from '../flow/drafts.ts';
import { savedAs } from '../flow/presets.ts';
import type { BuildOptions } from '../flow/request.ts';
import {
	copiesFact,
	filesStep,
	laterFlag,
	type ReviewAnswer,
	type Reviewed,
	type ReviewStep,
	reviewAnswers,
	reviewDeeds,
	reviewDoubts,
	reviewStep,
} from '../flow/review.ts';
import { afterWriting, laterText, planText, writtenText } from '../flow/words/plan.ts';
import type { Draft } from '../questions/draft.ts';
import { withTold } from '../questions/told.ts';
import { buildModeOf, makes } from '../recipe/targets.ts';
import { topicsAt } from '../targets/aws/flow/account-choices.ts';
import { toldSoon } from './account.ts';
import { back } from './ask.ts';
import { seeAccount } from './before.ts';
import { deedRows } from './deed-rows.ts';
import { askDifferences, showFiles } from './files.ts';
import { labelled } from './labelled.ts';
import type { PlainRoute } from './route.ts';
import { saveAsPreset } from './save-preset.ts';
import { attempt, type Tools } from './tools.ts';

/** What Review leads to: another place, a draft to go on with, or one step back. */
type ReviewWish =
	| { readonly route: PlainRoute }
	| { readonly draft: Draft; readonly keeping?: Keeping }
	| typeof back;

const row = (title: string): string => `  ${padEnd(title, 12)}`;

const sayReview = (
	tools: Tools,
	{ draft, plan, options }: Reviewed,
	answers: readonly ReviewAnswer[],
): void => {
	const { say, width } = tools;
	say('');
	say('Review');
	for (const { label, hint } of answers) {
		labelled(row(label), hint, width).forEach(say);
	}

	const changes = options.earlier && changesText(options.earlier.decisions, draft);
	if (changes !== undefined) {
		labelled(row('Changed'), changes, width).forEach(say);
	}

	const copies = copiesFact(draft, plan);
	if (copies !== undefined) {
		labelled(row('Copies'), copies, width).forEach(say);
	}

	for (const message of reviewDoubts(draft, plan)) {
		labelled(row('Warning'), message, width).forEach(say);
	}

	if (plan) {
		// In one line if it fits, and no row between: all of it fits into 24. A command is never broken.
		const told = '  Later, without questions:';
		const later = laterText(plan, laterFlag(draft), tools);
		(cellWidth(`${told} ${later}`) > width ? [told, `  ${later}`] : [`${told} ${later}`]).forEach(say);
	}
};

/** Goes where a row leads; `stay`: nothing is changed. */
const take = async (
	tools: Tools,
	step: ReviewStep | undefined,
	reviewed: Reviewed,
	stay: ReviewWish = { draft: reviewed.draft },
): Promise<ReviewWish> => {
	const { actions, say } = tools;
	const { draft, keeping } = reviewed;
	switch (step?.to) {
		case 'question':
			return { draft: step.draft };
		case 'look': {
			const plan = await attempt(tools, () => actions.planFiles(step.draft));
			const looked = { ...reviewed, draft: step.draft, plan };
			// Where a preset's files are written is no answer.
			return plan && step.purpose ? take(tools, filesStep(step.purpose, looked), looked, stay) : stay;
		}
		case 'ask': {
			const wish = await askDifferences(tools, step.plan, draft);
			if (wish === back || typeof wish === 'object') {
				return wish === back ? stay : { draft: { ...draft, ...wish } };
			}

			return take(tools, reviewStep(wish, { ...reviewed, differing: step.purpose }), reviewed, stay);
		}
		case 'show':
			await showFiles(tools, step.plan);
			return stay;
		case 'write': {
			const { plan, differences } = step;
			const written = await attempt(tools, () => actions.writeFiles(plan, differences, madeOf(keeping)));
			if (!written) {
				return stay;
			}

			say('');
			labelled('', writtenText(written, tools), tools.width).forEach(say);
			afterWriting(written, draft.recipe, tools).forEach(say);
			return { route: { at: 'end', exitCode: 0 } };
		}
		case 'before':
			return { route: { at: 'before', request: step.request } };
		case 'see':
			await seeAccount(tools, step.request);
			return stay;
		case 'save': {
			const saved = await saveAsPreset(tools, draft, answersName(draft), madeOf(keeping));
			return saved === undefined ? stay : savedAs(draft, saved);
		}
		case undefined:
			return stay;
	}
};

/**
 * The whole Recipe, and what to do with it. A Problem is told, and the review stands again.
 * @param options how the build that comes of it is run.
 */
export const review = async (
	tools: Tools,
	decided: Draft,
	options: BuildOptions,
	keeping: Keeping,
): Promise<ReviewWish> => {
	const { actions, prompts } = tools;
	const topics = topicsAt(decided);
	const [plan, accounts, times, aws] = await Promise.all([
		attempt(tools, () => actions.planFiles(decided)),
		actions.accounts(decided),
		makes(decided.recipe, 'aws') ? actions.expectedTimes(decided, 'aws') : undefined,
		topics.length > 0 ? toldSoon(tools, decided, topics) : undefined,
	]);
	const draft = withTold(decided, { ...(aws && { aws }) });
	const costs = { facts: { profiles: [], ...(aws && { aws }) }, times };
	const reviewed: Reviewed = { draft, plan, accounts, options, keeping, costs };
	const answers = reviewAnswers(reviewed, planText(plan, tools));
	sayReview(tools, reviewed, answers);
	const wish = await prompts.choose(
		'What to do',
		[...deedRows(reviewDeeds(draft)), { value: 'change' as const, name: 'Change an answer' }],
		{ chosen: buildModeOf(draft.recipe, draft.mode) },
	);
	const id =
		wish === 'change'
			? await prompts.choose(
					'What to change',
					answers.map(({ id, label, hint }) => ({ value: id, name: `${padEnd(label, 12)}${hint}` })),
				)
			: wish;
	if (id === back) {
		return wish === 'change' ? { draft } : back;
	}

	return take(tools, reviewStep(id, reviewed), reviewed);
};
