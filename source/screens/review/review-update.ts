import type { Whereabouts } from '../../base/paths.ts';
import { menuAction } from '../../components/actions.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import { answersName, madeOf } from '../../flow/drafts.ts';
import type { DifferencePolicy, FilePlan } from '../../flow/files.ts';
import {
	type FilesPurpose,
	filesStep,
	laterFlag,
	type Reviewed,
	type ReviewStep,
	reviewStep,
} from '../../flow/review.ts';
import { laterCommand, planText, writtenText } from '../../flow/words/plan.ts';
import { type Draft, decisionsOf } from '../../questions/draft.ts';
import type { CommandId } from '../key-table.ts';
import type { Task } from '../state.ts';
import { arrive, stand, stepBack } from '../wizard/question-update.ts';
import type { WizardState, WizardUpdate } from '../wizard/wizard-state.ts';
import {
	markedReviewRow,
	planReview,
	type ReviewEvent,
	type ReviewState,
	reviewRows,
} from './review-state.ts';

const withReview = (state: WizardState, change: Partial<ReviewState>): WizardState => ({
	...state,
	review: { ...state.review, ...change },
});

const reviewed = ({ draft, review, options, keeping, facts }: WizardState): Reviewed => ({
	draft,
	plan: review.plan,
	accounts: review.accounts,
	options,
	keeping,
	costs: { facts, times: review.times },
	differing: review.differing,
});

/** Looks at the files, and goes on from there; what was in the way may be gone. */
const look = (state: WizardState, draft: Draft, waiting: FilesPurpose | undefined): WizardUpdate => {
	const { plan, refused, marked, accounts } = state.review;
	if (draft !== state.draft) {
		// Only where they are written: that is no answer.
		const { state: standing, effects = [] } = stand(state, draft);
		return { state: withReview(standing, { waiting }), effects };
	}

	if (plan === undefined && refused === undefined) {
		// They are being looked at.
		return { state: waiting ? withReview(state, { waiting }) : state };
	}

	const { review, effects } = planReview(state.review, draft);
	return { state: withReview(state, { ...review, marked, accounts, waiting }), effects };
};

/** Writes the files, and says so. */
const write = (
	plan: FilePlan,
	{ draft, keeping }: WizardState,
	differences: DifferencePolicy,
): Task<ReviewEvent> => ({
	type: 'task',
	keep: true,
	run: async ({ actions, whereabouts, emit }) => {
		const written = await actions.writeFiles(plan, differences, madeOf(keeping));
		emit({ type: 'written', written });
		const after = await actions.planFiles(decisionsOf(draft));
		emit({ type: 'planned', plan: after, files: planText(after, whereabouts) });
	},
});

const take = (state: WizardState, step: ReviewStep | undefined): WizardUpdate => {
	const answered = withReview(state, { differing: undefined, marked: undefined });
	switch (step?.to) {
		case undefined:
			return { state };
		case 'question':
			return arrive(state, step.draft);
		case 'look':
			return look(state, step.draft, step.purpose);
		case 'ask':
			return { state: withReview(answered, { differing: step.purpose, message: undefined }) };
		case 'show': {
			const { plan, only } = step;
			const route = { at: 'files', plan, ...(only !== undefined && { only }) } as const;
			return { state, effects: [{ type: 'open', route }] };
		}
		case 'write':
			return { state: answered, effects: [write(step.plan, state, step.differences)] };
		case 'before':
			return {
				state: answered,
				effects: [{ type: 'open', route: { at: 'before', request: step.request } }],
			};
		case 'see':
			return {
				state,
				effects: [{ type: 'open', route: { at: 'before', request: step.request, isToSee: true } }],
			};
		case 'save': {
			const { draft, keeping } = state;
			const name = answersName(draft);
			const route = { at: 'save-preset', kept: draft, madeOf: madeOf(keeping), name } as const;
			return { state, effects: [{ type: 'open', route }] };
		}
	}
};

/** What stands there may have been changed meanwhile. */
export const lookAgain = (state: WizardState): WizardUpdate => {
	const { review, effects } = planReview(state.review, state.draft);
	return { state: withReview(state, { plan: review.plan, files: review.files }), effects };
};

/** What is found out for Review, and what was done from there. */
export const updateReviewEvent = (
	state: WizardState,
	event: ReviewEvent,
	whereabouts: Whereabouts,
): WizardUpdate => {
	switch (event.type) {
		case 'planned': {
			// What waited for the files begins.
			const { plan, files } = event;
			const { waiting } = state.review;
			const known = withReview(state, { plan, files, refused: undefined, waiting: undefined });
			return waiting === undefined ? { state: known } : take(known, filesStep(waiting, reviewed(known)));
		}

		case 'not-planned': {
			const files = planText(undefined, whereabouts);
			return {
				state: withReview(state, { plan: undefined, files, refused: event.lines, waiting: undefined }),
			};
		}

		case 'accounts-found': {
			// The answers that lead to it may have been changed meanwhile.
			const isOfNow = event.decisions.recipe.aws.profile === state.draft.recipe.aws.profile;
			return { state: isOfNow ? withReview(state, { accounts: event.accounts }) : state };
		}

		case 'times-found': {
			// Of what stands there now: steps may have been added meanwhile.
			const isOfNow = event.decisions.recipe === state.draft.recipe;
			return { state: isOfNow ? withReview(state, { times: event.times }) : state };
		}

		case 'written': {
			const { written } = event;
			const message = `${writtenText(written, whereabouts)} Packer builds it from there, with or without this program.`;
			return { state: withReview(state, { written, message }) };
		}

		case 'copied': {
			const message = event.done
				? 'Copied, if the terminal allows it.'
				: 'This terminal does not let programs copy.';
			return { state: withReview(state, { message }) };
		}
	}
};

const activate = (state: WizardState, drawn: boolean): WizardUpdate => {
	const row = markedReviewRow(state.review, state.draft);
	return row === undefined || (row.isGrave && !drawn)
		? { state }
		: take(state, reviewStep(row.id, reviewed(state)));
};

/** What a command does in Review. */
export const updateReview = (
	state: WizardState,
	command: CommandId,
	drawn: boolean,
	whereabouts: Whereabouts,
): WizardUpdate => {
	const { review, draft } = state;
	switch (command) {
		case 'activate':
			return activate(state, drawn);
		case 'back':
			return review.differing
				? { state: withReview(state, { differing: undefined, marked: undefined }) }
				: stepBack(state);
		case 'view-files':
			return take(state, reviewStep('view', reviewed(state)));
		case 'write-files':
			return take(state, reviewStep('write', reviewed(state)));
		case 'save-preset':
			return take(state, reviewStep('save', reviewed(state)));
		case 'copy': {
			const later = review.plan && laterCommand(review.plan, laterFlag(draft), whereabouts);
			if (later === undefined) {
				return { state };
			}

			const run: Task<ReviewEvent>['run'] = ({ actions, emit }) =>
				emit({ type: 'copied', done: actions.copyToClipboard(later) });
			return { state, effects: [{ type: 'task', run }] };
		}

		default: {
			const action = menuAction(command);
			const ids = reviewRows(review, draft).map(({ id }) => id);
			const marked = action && updateMenu(ids, markedReviewRow(review, draft)?.id, action);
			return { state: action ? withReview(state, { marked, message: undefined }) : state };
		}
	}
};
