import { Problem, problemLines } from '../../base/problem.ts';
import type { ExpectedTimes } from '../../builds/journal/journal.ts';
import { type DifferenceDeed, differenceDeeds, type FilePlan, type Written } from '../../flow/files.ts';
import type { Accounts } from '../../flow/request.ts';
import {
	type FilesPurpose,
	type ReviewAnswer,
	type ReviewDeed,
	reviewAnswers,
	reviewDeeds,
} from '../../flow/review.ts';
import { planText } from '../../flow/words/plan.ts';
import { type Draft, decisionsOf } from '../../questions/draft.ts';
import type { Decisions } from '../../questions/question.ts';
import { buildModeOf, makes } from '../../recipe/targets.ts';
import type { CostKnown } from '../../targets/aws/flow/cost.ts';
import type { Task } from '../state.ts';

export type ReviewState = {
	/** The files that would be written; undefined while that is looked up, and if it cannot be known. */
	readonly plan: FilePlan | undefined;
	/** What is said of them. */
	readonly files: string;
	/** The account that a build would be in; undefined while that is looked up. */
	readonly accounts: Accounts | undefined;
	/** How long a build takes; undefined while that is looked up, and if nobody knows. */
	readonly times: ExpectedTimes | undefined;
	/** Why the files cannot be written: what, the reason, what to do. */
	readonly refused: readonly string[] | undefined;
	/** Id of the marked row; the one that was asked for if there is none. */
	readonly marked: string | undefined;
	/** What waits for a word on files that exist and differ. */
	readonly differing: FilesPurpose | undefined;
	/** What begins as soon as the files are known. */
	readonly waiting: FilesPurpose | undefined;
	/** What was done last, one sentence. */
	readonly message: string | undefined;
	/** What was written from here. */
	readonly written: Written | undefined;
};

export type ReviewEvent =
	| { readonly type: 'planned'; readonly plan: FilePlan; readonly files: string }
	| { readonly type: 'not-planned'; readonly lines: readonly string[] }
	/** For decisions that may have been changed since. */
	| { readonly type: 'accounts-found'; readonly decisions: Decisions; readonly accounts: Accounts }
	| { readonly type: 'times-found'; readonly decisions: Decisions; readonly times: ExpectedTimes | undefined }
	| { readonly type: 'written'; readonly written: Written }
	| { readonly type: 'copied'; readonly done: boolean };

export const newReview: ReviewState = {
	plan: undefined,
	files: 'looking',
	accounts: undefined,
	times: undefined,
	refused: undefined,
	marked: undefined,
	differing: undefined,
	waiting: undefined,
	message: undefined,
	written: undefined,
};

/** Looks at the files and for the account anew: what was said of them is no longer sure. */
export const planReview = (
	state: ReviewState,
	draft: Draft,
): { readonly review: ReviewState; readonly effects: readonly Task<ReviewEvent>[] } => {
	const decisions = decisionsOf(draft);
	const plan: Task<ReviewEvent> = {
		type: 'task',
		run: async ({ actions, whereabouts, emit, signal }) => {
			try {
				const plan = await actions.planFiles(decisions, undefined, signal);
				emit({ type: 'planned', plan, files: planText(plan, whereabouts) });
			} catch (error) {
				if (!(error instanceof Problem)) {
					throw error;
				}

				// Told in Review, where every answer can be changed.
				emit({ type: 'not-planned', lines: problemLines(error, whereabouts.environment) });
			}
		},
	};
	const accounts: Task<ReviewEvent> = {
		type: 'task',
		run: async ({ actions, emit, signal }) =>
			emit({ type: 'accounts-found', decisions, accounts: await actions.accounts(decisions, signal) }),
	};
	const times: Task<ReviewEvent> = {
		type: 'task',
		run: async ({ actions, emit }) =>
			emit({ type: 'times-found', decisions, times: await actions.expectedTimes(decisions, 'aws') }),
	};
	const effects = makes(draft.recipe, 'aws') ? [plan, accounts, times] : [plan, accounts];
	return { review: { ...newReview, written: state.written }, effects };
};

/** A row of Review: an answer to change, something to do, or what to do with files that differ. */
export type ReviewRow = ReviewAnswer | ReviewDeed | DifferenceDeed;

/** The rows that tell the answers, in order. */
export const answerRows = (
	{ files, accounts }: ReviewState,
	draft: Draft,
	costs?: CostKnown,
): readonly ReviewAnswer[] => reviewAnswers({ draft, accounts, costs }, files);

/** The rows below them. */
export const reviewDeedRows = (
	{ differing }: ReviewState,
	draft: Draft,
): readonly (ReviewDeed | DifferenceDeed)[] => (differing ? differenceDeeds : reviewDeeds(draft));

/** The rows on which keys act, in order. */
export const reviewRows = (state: ReviewState, draft: Draft): readonly ReviewRow[] =>
	state.differing
		? reviewDeedRows(state, draft)
		: [...answerRows(state, draft), ...reviewDeedRows(state, draft)];

/** The marked row: at first what was asked for. */
export const markedReviewRow = (state: ReviewState, draft: Draft): ReviewRow | undefined => {
	const rows = reviewRows(state, draft);
	const wanted = state.marked ?? (state.differing ? undefined : buildModeOf(draft.recipe, draft.mode));
	return rows.find(({ id }) => id === wanted) ?? rows[0];
};
