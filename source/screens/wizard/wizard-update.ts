import type { Whereabouts } from '../../base/paths.ts';
import { programCommand } from '../../base/program.ts';
import type { DialogOption } from '../../components/dialog/dialog-state.ts';
import { updateDialog } from '../../components/dialog/dialog-state.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import { signs } from '../../components/theme.ts';
import { afterWriting, writtenText } from '../../flow/words/plan.ts';
import { currentQuestion, goTo, sectionRows } from '../../questions/engine.ts';
import { sections } from '../../questions/question.ts';
import { resolveBase } from '../../recipe/base.ts';
import { menuAction } from '../component-actions.ts';
import { interrupted, quit } from '../exits.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import { planReview } from '../review/review-state.ts';
import { accountKnown, filesKnown, updateReview } from '../review/review-update.ts';
import type { CommonEvent, ScreenEvent } from '../state.ts';
import { isFilled } from './fields.ts';
import { arrive, currentField, updateQuestion } from './question-update.ts';
import { updateSettings } from './settings.tsx';
import {
	openSections,
	type WizardEvent,
	type WizardState,
	type WizardUpdate,
	wizardContext,
} from './wizard-state.ts';

/** The choices when a bundle does not fit the base image, the safe one first. */
export const baseImageOptions = ({ draft }: WizardState): readonly DialogOption[] => [
	{ value: 'keep', label: `Keep ${resolveBase(draft.recipe).title}` },
	{ value: 'change', label: 'Change the base image' },
];

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

const answerDialog = (
	state: WizardState,
	open: NonNullable<WizardState['dialog']>,
	command: CommandId,
): WizardUpdate => {
	const options = baseImageOptions(state);
	switch (command) {
		case 'move-left':
		case 'move-right':
			return {
				state: {
					...state,
					dialog: { ...open, dialog: updateDialog(open.dialog, { type: command }, options.length) },
				},
			};
		case 'activate':
			return options[open.dialog.selected]?.value === 'change'
				? arrive(state, goTo(state.draft, 'base'))
				: { state: { ...state, dialog: undefined, complaint: undefined } };
		case 'back':
			return { state: { ...state, dialog: undefined, complaint: undefined } };
		default:
			return { state };
	}
};

/** What stays on the ordinary screen: where the files are if they were written, else how to go on. */
const summaryLines = (
	{ review, draft, isKept }: WizardState,
	whereabouts: Whereabouts,
): readonly string[] => {
	if (review.written !== undefined) {
		return [
			`${signs.done} ${writtenText(review.written, whereabouts)}`,
			...afterWriting(review.written, whereabouts).map(text => `  ${text}`),
		];
	}

	return isKept || draft.savedAt !== undefined
		? [`Your answers are kept: ${programCommand(whereabouts.environment)} new --continue`]
		: [];
};

const updateKey = (
	state: WizardState,
	event: Extract<CommonEvent, { type: 'key' }>,
	whereabouts: Whereabouts,
): WizardUpdate => {
	const context = wizardContext(state);
	const command = commandFor(context, event.press, isFilled(currentField(state)));
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

	if (state.dialog) {
		return answerDialog(state, state.dialog, command);
	}

	if (state.answers) {
		return updateAnswers(state, command);
	}

	if (command === 'next-pane') {
		const current = sectionRows(state.draft).find(({ status }) => status === 'current');
		return { state: { ...state, answers: current?.id ?? sections[0].id } };
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
		case 'paste':
			return currentQuestion(state.draft) && !state.answers && !state.dialog
				? updateQuestion(state, 'insert', event.text, event.size)
				: { state };
		case 'facts-read':
			return { state: { ...state, facts: event.facts } };
		case 'planned':
			return filesKnown(state, event.plan, event.files);
		case 'accounts-found':
			return accountKnown(state, event.decisions, event.accounts);
		case 'not-planned':
			return {
				state: {
					...state,
					review: {
						...state.review,
						plan: undefined,
						files: 'cannot be written',
						refused: event.lines,
						waiting: undefined,
					},
				},
			};
		case 'written':
			return {
				state: {
					...state,
					review: {
						...state.review,
						written: event.written,
						message: `${writtenText(event.written, whereabouts)} Packer builds it from there, with or without this program.`,
					},
				},
			};
		case 'copied':
			return {
				state: {
					...state,
					review: {
						...state.review,
						message: event.done
							? 'Copied, if the terminal allows it.'
							: 'This terminal does not let programs copy.',
					},
				},
			};
		case 'resumed': {
			if (state.draft.at !== 'review') {
				return { state };
			}

			const { review, effects } = planReview(state.review, state.draft);
			return {
				state: { ...state, review: { ...state.review, plan: review.plan, files: review.files } },
				effects,
			};
		}

		case 'tick':
			return { state };
	}
};
