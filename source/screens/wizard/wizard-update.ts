import type { Whereabouts } from '../../base/paths.ts';
import { menuAction } from '../../components/actions.ts';
import { isSearching } from '../../components/field/field-state.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import { signs } from '../../components/theme.ts';
import { askForLeft, changing, givenUp, keptAs, nothingKept } from '../../flow/drafts.ts';
import { savedAs } from '../../flow/presets.ts';
import { continued } from '../../flow/route.ts';
import { openSections } from '../../flow/wizard.ts';
import { afterWriting, writtenText } from '../../flow/words/plan.ts';
import { keptText } from '../../flow/words/start.ts';
import { currentQuestion } from '../../questions/draft.ts';
import { goTo } from '../../questions/moves.ts';
import { sections } from '../../questions/question.ts';
import { sectionRows } from '../../questions/sections.ts';
import { formAt } from '../../questions/walk.ts';
import { openAsking, updateAsking } from '../asking.ts';
import { interrupted, quit } from '../exits.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import { lookAgain, updateReview, updateReviewEvent } from '../review/review-update.ts';
import type { CommonEvent, ScreenEvent } from '../state.ts';
import { updateAccount, updateSought } from './account.ts';
import { updateForm } from './form-update.ts';
import { arrive, currentField, openQuestion, stand, updateQuestion } from './question-update.ts';
import { updateSettings } from './settings.tsx';
import {
	keepDraft,
	type OthersKept,
	type WizardEvent,
	type WizardState,
	type WizardUpdate,
	wizardContext,
} from './wizard-state.ts';

const updateAnswers = (state: WizardState, command: CommandId): WizardUpdate => {
	const ids = openSections(state.draft);
	switch (command) {
		case 'activate':
			return state.answers ? arrive(state, goTo(state.draft, state.answers)) : { state };
		case 'back':
		case 'next-pane':
			return { state: { ...state, answers: undefined } };
		default: {
			const action = menuAction(command);
			const next = action && updateMenu(ids, state.answers, action);
			return { state: next ? { ...state, answers: ids.find(id => id === next) } : state };
		}
	}
};

const answerAsked = (
	state: WizardState,
	open: NonNullable<WizardState['asking']>,
	command: CommandId,
	drawn: boolean,
): WizardUpdate => {
	const updated = updateAsking(open, command, drawn);
	if ('asking' in updated) {
		return { state: { ...state, asking: updated.asking } };
	}

	const { answer } = updated;
	const { meant } = open;
	if (meant === 'base-image') {
		return answer === 'go'
			? arrive(state, goTo(state.draft, 'base'))
			: { state: { ...state, asking: undefined, complaint: undefined } };
	}

	switch (answer) {
		case 'back':
			return stand(state, meant.before);
		case 'safe':
			return { state, effects: [{ type: 'replace', route: continued(meant.others) }] };
		case 'go': {
			const effects = [keepDraft({ ...state, keeping: givenUp(meant.others) }, meant.before)];
			return { state: { ...state, asking: undefined, keeping: keptAs(state.draft) }, effects };
		}
	}
};

/** Answers of another image are kept: they are given up, or what was answered here is. */
const askForOthers = (
	state: WizardState,
	{ others, before, now }: OthersKept & { readonly now: number },
): WizardUpdate => {
	const ask = askForLeft(others, changing(state.draft), now);
	// Answers that were typed ahead are asked about together.
	const isAsked = state.asking !== undefined && state.asking.meant !== 'base-image';
	return ask && !isAsked
		? { state: { ...state, keeping: nothingKept, asking: openAsking(ask, { others, before }) } }
		: { state };
};

/** What stays on the ordinary screen: where the files are if they were written, else how to go on. */
const summaryLines = (
	{ draft, review, keeping }: WizardState,
	whereabouts: Whereabouts,
): readonly string[] => {
	if (review.written !== undefined) {
		const sign = review.written.written.length > 0 ? `${signs.done} ` : '';
		return [
			`${sign}${writtenText(review.written, whereabouts)}`,
			...afterWriting(review.written, draft.recipe, whereabouts).map(text => `  ${text}`),
		];
	}

	return keeping.isOwn ? [keptText(whereabouts.environment)] : [];
};

const updateKey = (
	state: WizardState,
	event: Extract<CommonEvent, { type: 'key' }>,
	whereabouts: Whereabouts,
): WizardUpdate => {
	const context = wizardContext(state);
	const command = commandFor(context, event.press, isSearching(currentField(state)));
	switch (command) {
		case undefined:
			return { state };
		case 'interrupt':
			// The answers were kept when they were given.
			return { state, effects: [interrupted(summaryLines(state, whereabouts))] };
		case 'close-or-quit':
			return { state, effects: [quit(summaryLines(state, whereabouts))] };
		case 'help':
			return { state, effects: [{ type: 'open', route: { at: 'help', context } }] };
		default:
			break;
	}

	if (state.asking) {
		return answerAsked(state, state.asking, command, event.drawn);
	}

	if (state.answers) {
		return updateAnswers(state, command);
	}

	if (command === 'next-pane') {
		const current = sectionRows(state.draft).find(({ status }) => status === 'current');
		return { state: { ...state, answers: current?.id ?? sections[0].id } };
	}

	const form = formAt(state.draft.at);
	if (form !== undefined) {
		return updateForm(state, form, command, event.press.text, event.size);
	}

	if (currentQuestion(state.draft)) {
		return updateQuestion(state, command, event.press.text, event.size);
	}

	return state.draft.at === 'settings'
		? updateSettings(state, command)
		: updateReview(state, command, event.drawn, whereabouts);
};

/** The reducer of the wizard: the questions, the answers at the left, the settings and Review. */
export const updateWizard = (
	state: WizardState,
	event: ScreenEvent<WizardEvent>,
	whereabouts: Whereabouts,
): WizardUpdate => {
	switch (event.type) {
		case 'key':
			return updateKey(state, event, whereabouts);
		case 'paste': {
			const form = formAt(state.draft.at);
			return openQuestion(state) && !state.answers && !state.asking
				? form === undefined
					? updateQuestion(state, 'insert', event.text, event.size)
					: updateForm(state, form, 'insert', event.text, event.size)
				: { state };
		}
		case 'others-kept':
			return askForOthers(state, event);
		case 'files-missing':
			// What is wrong with the answer that is being given goes before a doubt about the last one.
			return { state: { ...state, complaint: state.complaint ?? event.told.join(' ') } };
		case 'facts-read':
			// The account may have been quicker.
			return { state: { ...state, facts: { ...state.facts, ...event.facts } } };
		case 'images-sought':
			return { state: updateSought(state, event.sought) };
		case 'account-told':
		case 'account-over': {
			const known = updateAccount(state, event);
			const isSignedIn = state.facts?.aws?.trouble && !known.facts?.aws?.trouble;
			// What the review says of the account was said of who could not sign in.
			return isSignedIn && known.draft.at === 'review' ? lookAgain(known) : { state: known };
		}
		case 'resumed': {
			// What was saved is a preset now; what is marked stays so.
			const saved = event.saved === undefined ? undefined : savedAs(state.draft, event.saved);
			return state.draft.at === 'review' ? lookAgain({ ...state, ...saved }) : { state };
		}

		case 'tick':
			return { state };
		default:
			return updateReviewEvent(state, event, whereabouts);
	}
};
