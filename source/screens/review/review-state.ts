import { shownPath, type Whereabouts } from '../../base/paths.ts';
import { Problem, problemLines } from '../../base/problem.ts';
import type { BuildMode } from '../../builds/journal/journal.ts';
import type { DifferencePolicy, FilePlan } from '../../flow/files.ts';
import type { Accounts } from '../../flow/request.ts';
import { accountsText } from '../../flow/review.ts';
import { planPlace } from '../../flow/words/plan.ts';
import { type Draft, decisionsOf, reviewSummary } from '../../questions/engine.ts';
import { type Decisions, type SectionId, sections } from '../../questions/question.ts';
import type { Task } from '../state.ts';

/** What is done with the files when it is clear which of them are kept. */
export type FilesPurpose = BuildMode | 'write';

export type ReviewState = {
	/** The files that would be written; undefined while that is looked up, and if it cannot be known. */
	readonly plan: FilePlan | undefined;
	/** The account that a build would be in; undefined while that is looked up. */
	readonly accounts: Accounts | undefined;
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
	/** The folder that was written to from here, as it is shown. */
	readonly written: string | undefined;
};

export type ReviewEvent =
	| { readonly type: 'planned'; readonly plan: FilePlan }
	| { readonly type: 'not-planned'; readonly lines: readonly string[] }
	/** For decisions that may have been changed since. */
	| { readonly type: 'accounts-found'; readonly decisions: Decisions; readonly accounts: Accounts }
	| { readonly type: 'written'; readonly plan: FilePlan; readonly folder: string }
	| { readonly type: 'copied'; readonly done: boolean };

export const newReview: ReviewState = {
	plan: undefined,
	accounts: undefined,
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
				emit({ type: 'planned', plan: await actions.planFiles(decisions, undefined, signal) });
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
	return { review: { ...newReview, written: state.written }, effects: [plan, accounts] };
};

/** A row of Review: an answer to change, the account, the folder of the files, or something to do. */
export type ReviewRow =
	| { readonly kind: 'account'; readonly id: 'account'; readonly label: string; readonly hint: string }
	| { readonly kind: 'answer'; readonly id: SectionId; readonly label: string; readonly hint: string }
	| { readonly kind: 'files'; readonly id: 'files'; readonly label: string; readonly hint: string }
	| {
			readonly kind: 'do';
			readonly id: 'aws' | 'rehearsal' | 'view' | 'write' | 'save';
			readonly label: string;
			readonly hint: string;
	  }
	| {
			readonly kind: 'differing';
			readonly id: 'show' | 'keep' | 'overwrite' | 'elsewhere';
			readonly label: string;
			readonly hint: string;
	  };

const count = (number: number, what: string): string => `${number} ${what} file${number === 1 ? '' : 's'}`;

/** `./web, 9 new files`. */
const planText = ({ plan, refused }: ReviewState, whereabouts: Whereabouts): string => {
	if (plan === undefined) {
		return refused ? 'cannot be written' : 'looking';
	}

	const numberOf = (...states: readonly string[]): number =>
		plan.files.filter(file => states.includes(file.state)).length;
	const parts = [
		{ number: numberOf('new'), text: 'new' },
		{ number: numberOf('same'), text: 'unchanged' },
	].filter(({ number }) => number > 0);
	const differing = numberOf('differs');
	return [
		planPlace(plan, whereabouts),
		...parts.map(({ number, text }) => count(number, text)),
		...(differing > 0 ? [`${differing} that differ${differing === 1 ? 's' : ''}`] : []),
	].join(', ');
};

const answerRows = (draft: Draft): readonly ReviewRow[] =>
	sections
		.filter(({ id }) => id !== 'review')
		.map(({ id, title }) => ({ kind: 'answer', id, label: title, hint: reviewSummary(draft, id) }));

const regionsText = ({ recipe }: Draft): string =>
	[recipe.region, ...recipe.copyTo].length > 2
		? `${recipe.region} and ${recipe.copyTo.length} more regions`
		: [recipe.region, ...recipe.copyTo].join(' and ');

const doRows = (draft: Draft): readonly ReviewRow[] => [
	{ kind: 'do', id: 'aws', label: 'Build it', hint: `in AWS: an image in ${regionsText(draft)}` },
	{ kind: 'do', id: 'rehearsal', label: 'Rehearse it', hint: 'on this machine, nothing to pay' },
	{ kind: 'do', id: 'view', label: 'Look at the files', hint: '' },
	{ kind: 'do', id: 'write', label: 'Write the files, build later', hint: '' },
	{ kind: 'do', id: 'save', label: 'Save as a preset', hint: '' },
];

const differingRows: readonly ReviewRow[] = [
	{ kind: 'differing', id: 'show', label: 'Show the difference', hint: '' },
	{ kind: 'differing', id: 'keep', label: 'Keep yours', hint: 'the others are written' },
	{ kind: 'differing', id: 'overwrite', label: 'Take the new one', hint: 'what stands there is replaced' },
	{ kind: 'differing', id: 'elsewhere', label: 'Another folder', hint: 'yours stay as they are' },
];

/** The rows on which keys act, in order. */
export const reviewRows = (
	state: ReviewState,
	draft: Draft,
	whereabouts: Whereabouts,
): readonly ReviewRow[] =>
	state.differing
		? differingRows
		: [
				...answerRows(draft),
				{ kind: 'files', id: 'files', label: 'Files', hint: planText(state, whereabouts) },
				{
					kind: 'account',
					id: 'account',
					label: 'Account',
					hint: state.accounts ? accountsText(state.accounts) : 'looking',
				},
				...doRows(draft),
			];

/** The marked row: at first what was asked for. */
export const markedReviewRow = (
	state: ReviewState,
	draft: Draft,
	whereabouts: Whereabouts,
): ReviewRow | undefined => {
	const rows = reviewRows(state, draft, whereabouts);
	const wanted = state.marked ?? (state.differing ? undefined : draft.mode);
	return rows.find(({ id }) => id === wanted) ?? rows[0];
};

/** How many files stand there and differ. */
export const differingCount = ({ plan }: ReviewState): number =>
	plan?.files.filter(file => file.state === 'differs').length ?? 0;

/** Writes the files, and says so. */
export const writeTask = (
	plan: FilePlan,
	draft: Draft,
	differences: DifferencePolicy,
): Task<ReviewEvent> => ({
	type: 'task',
	keep: true,
	run: async ({ actions, whereabouts, emit }) => {
		const folder = await actions.writeFiles(plan, differences);
		// The Recipe lies beside the files now.
		await actions.discardDraft();
		emit({
			type: 'written',
			plan: await actions.planFiles(decisionsOf(draft)),
			folder: shownPath(folder, whereabouts),
		});
	},
});
