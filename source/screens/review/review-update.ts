import type { Whereabouts } from '../../base/paths.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import type { DifferencePolicy, FilePlan } from '../../flow/files.ts';
import type { Accounts } from '../../flow/request.ts';
import { reviewedRequest } from '../../flow/review.ts';
import { laterCommand } from '../../flow/words/plan.ts';
import { goTo } from '../../questions/engine.ts';
import { type Decisions, withFolder } from '../../questions/question.ts';
import { menuAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import type { Effect } from '../state.ts';
import { arrive, stepBack } from '../wizard/question-update.ts';
import type { WizardEvent, WizardState, WizardUpdate } from '../wizard/wizard-state.ts';
import {
	differingCount,
	type FilesPurpose,
	markedReviewRow,
	planReview,
	type ReviewState,
	reviewRows,
	writeTask,
} from './review-state.ts';

const withReview = (state: WizardState, change: Partial<ReviewState>): WizardState => ({
	...state,
	review: { ...state.review, ...change },
});

/** Looks at the files once more: what was in the way may be gone. */
const lookAgain = (state: WizardState, waiting: FilesPurpose | undefined): WizardUpdate => {
	const { review, effects } = planReview(state.review, state.draft);
	const { marked, accounts } = state.review;
	return { state: withReview(state, { ...review, marked, accounts, waiting }), effects };
};

const viewFiles = (state: WizardState, only?: 'differing'): WizardUpdate => {
	const { plan, refused } = state.review;
	if (refused) {
		return lookAgain(state, undefined);
	}

	return plan
		? {
				state,
				effects: [{ type: 'open', route: { at: 'files', plan, ...(only !== undefined && { only }) } }],
			}
		: { state };
};

/** Goes on with the files: what stands there and differs is kept or replaced. */
const goOn = (
	state: WizardState,
	purpose: FilesPurpose,
	differences: DifferencePolicy | undefined,
): WizardUpdate => {
	const { draft, options = {}, isKept } = state;
	const { plan, accounts } = state.review;
	if (plan === undefined) {
		return { state };
	}

	const next = withReview(state, { differing: undefined, marked: undefined });
	const effect: Effect<WizardEvent> =
		purpose === 'write'
			? writeTask(plan, draft, differences ?? 'keep')
			: {
					type: 'open',
					route: {
						at: 'before',
						request: reviewedRequest(draft, purpose, { options, accounts, isKept, differences }),
					},
				};
	return { state: next, effects: [effect] };
};

/** Builds, rehearses or writes; asks first if files stand there and differ. */
const begin = (state: WizardState, purpose: FilesPurpose): WizardUpdate => {
	if (state.review.refused) {
		return lookAgain(state, purpose);
	}

	if (state.review.plan === undefined) {
		return { state: withReview(state, { waiting: purpose }) };
	}

	if (purpose === 'write' && state.review.plan.folder === undefined) {
		// What is written counts from then on.
		const { state: arrived, effects = [] } = arrive(state, withFolder(state.draft));
		return { state: withReview(arrived, { waiting: purpose }), effects };
	}

	const differences = state.options?.differences;
	return differingCount(state.review) > 0 && differences === undefined
		? { state: withReview(state, { differing: purpose, marked: undefined, message: undefined }) }
		: goOn(state, purpose, differences);
};

/** The files are known now: what waited for that begins. */
export const filesKnown = (state: WizardState, plan: FilePlan): WizardUpdate => {
	const { waiting } = state.review;
	const known = withReview(state, { plan, refused: undefined, waiting: undefined });
	return waiting === undefined ? { state: known } : begin(known, waiting);
};

/** The account is known now, unless the answers that lead to it were changed meanwhile. */
export const accountKnown = (
	state: WizardState,
	{ recipe }: Decisions,
	accounts: Accounts,
): WizardUpdate => ({
	state: recipe.profile === state.draft.recipe.profile ? withReview(state, { accounts }) : state,
});

const save = (state: WizardState): WizardUpdate => ({
	state,
	effects: [
		{
			type: 'open',
			route: {
				at: 'save-preset',
				kept: state.draft,
				name: state.draft.preset ?? state.draft.recipe.name,
			},
		},
	],
});

const activate = (state: WizardState, drawn: boolean, whereabouts: Whereabouts): WizardUpdate => {
	const row = markedReviewRow(state.review, state.draft, whereabouts);
	if (row === undefined) {
		return { state };
	}

	switch (row.id) {
		case 'aws':
			// It spends: an enter that was typed before the row and the account could be seen is none.
			return drawn && state.review.accounts !== undefined ? begin(state, 'aws') : { state };
		case 'rehearsal':
		case 'write':
			return begin(state, row.id);
		case 'view':
			return viewFiles(state);
		case 'save':
			return save(state);
		case 'account':
			return arrive(state, goTo(state.draft, 'where'));
		case 'files':
		case 'elsewhere':
			return arrive(state, goTo(state.draft, 'folder'));
		case 'show':
			return viewFiles(state, 'differing');
		case 'keep':
			return drawn && state.review.differing ? goOn(state, state.review.differing, 'keep') : { state };
		case 'overwrite':
			return drawn && state.review.differing ? goOn(state, state.review.differing, 'overwrite') : { state };
		default:
			return arrive(state, goTo(state.draft, row.id));
	}
};

/** What a command does in Review. */
export const updateReview = (
	state: WizardState,
	command: CommandId,
	drawn: boolean,
	whereabouts: Whereabouts,
): WizardUpdate => {
	const { review } = state;
	switch (command) {
		case 'activate':
			return activate(state, drawn, whereabouts);
		case 'back':
			return review.differing
				? { state: withReview(state, { differing: undefined, marked: undefined }) }
				: stepBack(state);
		case 'view-files':
			return viewFiles(state);
		case 'write-files':
			return begin(state, 'write');
		case 'save-preset':
			return save(state);
		case 'copy': {
			const later = review.plan && laterCommand(review.plan, state.draft.mode, whereabouts);
			return later
				? {
						state,
						effects: [
							{
								type: 'task',
								run: ({ actions, emit }) => emit({ type: 'copied', done: actions.copyToClipboard(later) }),
							},
						],
					}
				: { state };
		}

		default: {
			const action = menuAction(command);
			const ids = reviewRows(review, state.draft, whereabouts).map(({ id }) => id);
			const marked = markedReviewRow(review, state.draft, whereabouts)?.id;
			return {
				state: action
					? withReview(state, { marked: updateMenu(ids, marked, action), message: undefined })
					: state,
			};
		}
	}
};
