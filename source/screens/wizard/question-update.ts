import { type FieldState, listOf, updateField } from '../../components/field/field-state.ts';
import { fieldLines, isAtEmptyEnd } from '../../components/lines-field/lines-field-state.ts';
import { matchingOptions } from '../../components/select/options.ts';
import { selectView } from '../../components/select/select-state.ts';
import { isToKeep, keptAs } from '../../flow/drafts.ts';
import { stepBefore } from '../../flow/route.ts';
import { baseImageAsk, namesFiles } from '../../flow/wizard.ts';
import { answerCurrent } from '../../questions/decide.ts';
import { currentQuestion, type Draft } from '../../questions/draft.ts';
import { goTo } from '../../questions/moves.ts';
import type { Answer, Choice, Question } from '../../questions/question.ts';
import { findQuestion } from '../../questions/table.ts';
import { questionsFor } from '../../questions/walk.ts';
import { openAsking } from '../asking.ts';
import type { CommandId } from '../key-table.ts';
import { planReview } from '../review/review-state.ts';
import type { Size } from '../state.ts';
import { askAccount, seekImages } from './account.ts';
import { answerField, fieldChoices } from './fields.ts';
import { fieldListHeight } from './question-layout.ts';
import { keepDraft, lookForFiles, type WizardState, type WizardUpdate } from './wizard-state.ts';

/** The question whose field is open: that of the screen, or of the row of a form that is being changed. */
export const openQuestion = ({ draft, isEditing }: WizardState): Question | undefined =>
	currentQuestion(draft) ?? (isEditing ? findQuestion(draft.at) : undefined);

/** Its field: as it was left, or showing the answer that the draft holds. */
export const currentField = (state: WizardState): FieldState | undefined => {
	const question = openQuestion(state);
	return question && (state.fields[question.id] ?? answerField(state.draft, question));
};

/** At another place of the draft; the review looks at the files. */
export const stand = (state: WizardState, draft: Draft): WizardUpdate => {
	const standing: WizardState = {
		...state,
		draft,
		answers: undefined,
		complaint: undefined,
		isWarned: false,
		isEditing: false,
		asking: undefined,
	};
	const { state: known, effects: asked = [] } = askAccount(standing);
	if (draft.at !== 'review') {
		return { state: known, effects: asked };
	}

	const { review, effects } = planReview(known.review, draft);
	return { state: { ...known, review }, effects: [...effects, ...asked] };
};

/** The same, and what was answered is kept. */
export const arrive = (state: WizardState, draft: Draft): WizardUpdate => {
	const { state: standing, effects = [] } = stand(state, draft);
	if (!isToKeep(state.keeping, state.draft, draft)) {
		return { state: standing, effects };
	}

	// If others are in the way we are told.
	return {
		state: { ...standing, keeping: keptAs(draft) },
		effects: [keepDraft(standing, state.draft), ...effects],
	};
};

/** The fields that still show what the draft holds: an answer may have changed others. */
const validFields = (state: WizardState, draft: Draft, answered: string): WizardState['fields'] => {
	const unchanged = questionsFor(draft).filter(
		question =>
			question.id !== answered &&
			JSON.stringify(question.read(draft)) === JSON.stringify(question.read(state.draft)),
	);
	return Object.fromEntries(
		Object.entries(state.fields).filter(([id]) => unchanged.some(question => question.id === id)),
	);
};

/** The question that is asked, and its field. */
type Asked = {
	readonly state: WizardState;
	readonly question: Question;
	readonly field: FieldState;
	readonly size: Size;
};

/** Answers the question or the row at which the draft stands, and goes where that leads; or says what is wrong. */
export const answerWith = (state: WizardState, question: Question, answer: Answer): WizardUpdate => {
	const answered = answerCurrent(state.draft, answer, state.facts);
	if ('complaint' in answered) {
		return { state: { ...state, complaint: answered.complaint } };
	}

	const fields = validFields(state, answered.draft, question.id);
	const { state: next, effects = [] } = arrive({ ...state, fields }, answered.draft);
	return namesFiles(state.draft, next.draft)
		? { state: next, effects: [...effects, lookForFiles(next, state.draft)] }
		: { state: next, effects };
};

/** To the question within this one that a choice leads to, with what was typed for it. */
const leadTo = ({ state, field, size }: Asked, { value, isTyped }: Choice, id: string): WizardUpdate => {
	const { state: there, effects = [] } = arrive(state, goTo(state.draft, id));
	const question = findQuestion(id);
	if (!question || !isTyped || field.kind !== 'choice') {
		return { state: there, effects };
	}

	const typed = withField(
		{ state: there, question, field: answerField(there.draft, question), size },
		'insert',
		value,
	);
	return { state: typed.state, effects: [...effects, ...(typed.effects ?? [])] };
};

const accept = (asked: Asked): WizardUpdate => {
	const { state, question, field } = asked;
	const choices = fieldChoices(question, field, state.draft, state.facts);
	const list = listOf(field);
	if (list && matchingOptions(choices, list.query).length === 0) {
		return { state };
	}

	switch (field.kind) {
		case 'choice': {
			const { option } = selectView(field.list, choices, 1);
			return option === undefined || option.disabled !== undefined
				? { state: { ...state, complaint: option?.disabled } }
				: option.leadsTo === undefined
					? answerWith(state, question, option.value)
					: leadTo(asked, option, option.leadsTo);
		}

		case 'many':
			if (field.many.list.query !== '') {
				return tickFound(asked);
			}

			// Where a list of settings leads here, nothing ticked is the usual answer.
			if (field.many.ticked.length === 0 && question.asked === 'walk' && !state.isWarned) {
				const complaint = 'Nothing ticked. Space ticks the marked row; enter again goes on with none.';
				return { state: { ...state, complaint, isWarned: true } };
			}

			return answerWith(state, question, field.many.ticked);
		case 'text':
			return answerWith(state, question, field.text.value);
		case 'lines':
			return isAtEmptyEnd(field.lines)
				? answerWith(state, question, fieldLines(field.lines))
				: withField(asked, 'new-line', undefined);
	}
};

/** In a search a space is text, so enter ticks what was found, and the whole list is there again with it marked. */
const tickFound = (asked: Asked): WizardUpdate => {
	const ticked = withField(asked, 'toggle', undefined);
	const field = ticked.state.fields[asked.question.id];
	return field && ticked.state.complaint === undefined && ticked.state.asking === undefined
		? withField({ ...asked, state: ticked.state, field }, 'clear-search', undefined)
		: ticked;
};

/** Where the rows depend on what is typed, a search marks the first of those that it brought. */
const markedFirst = (
	next: FieldState,
	before: FieldState,
	question: Question,
	{ draft, facts }: WizardState,
): FieldState => {
	const query = listOf(next)?.query ?? '';
	if (next.kind !== 'choice' || query === '' || query === listOf(before)?.query) {
		return next;
	}

	const [first] = matchingOptions(fieldChoices(question, next, draft, facts), query);
	return { ...next, list: { ...next.list, marked: first?.value, offset: 0 } };
};

const withField = (
	{ state, question, field, size }: Asked,
	command: CommandId,
	text: string | undefined,
): WizardUpdate => {
	const choices = fieldChoices(question, field, state.draft, state.facts);
	const updated = updateField(field, command, text, choices, fieldListHeight(question, size, choices.length));
	const next = question.seeks ? markedFirst(updated, field, question, state) : updated;
	if (next === field) {
		return { state };
	}

	const complaint = next.kind === 'many' ? next.many.message : undefined;
	const fields = { ...state.fields, [question.id]: next };
	const moved: WizardState = { ...state, fields, complaint, isWarned: false };
	if (question.seeks && listOf(next)?.query !== listOf(field)?.query) {
		return seekImages(moved, listOf(next)?.query ?? '');
	}

	if (complaint === undefined || question.section !== 'install') {
		return { state: moved };
	}

	const impossible = choices.find(({ disabled }) => disabled === complaint);
	const ask = impossible && baseImageAsk(impossible, state.draft);
	return {
		state: ask ? { ...moved, complaint: undefined, asking: openAsking(ask, 'base-image' as const) } : moved,
	};
};

/** One step back; at the first question the screen closes, the answers are kept. So does Review for a build. */
export const stepBack = (state: WizardState): WizardUpdate => {
	const previous = stepBefore(state.draft, state.isForBuild);
	if (!previous) {
		return { state, effects: [{ type: 'close' }] };
	}

	// Back in the review, the row is marked that led away from it.
	const { marked } = state.review;
	const { state: standing, effects = [] } = arrive(state, previous);
	return { state: { ...standing, review: { ...standing.review, marked } }, effects };
};

/** What a command does to a field. */
export const updateOpenField = (asked: Asked, command: CommandId, text: string | undefined): WizardUpdate =>
	command === 'activate' ? accept(asked) : withField(asked, command, text);

/** What a command does to the question that is asked. */
export const updateQuestion = (
	state: WizardState,
	command: CommandId,
	text: string | undefined,
	size: Size,
): WizardUpdate => {
	const question = currentQuestion(state.draft);
	const field = currentField(state);
	if (!question || !field) {
		return { state };
	}

	return command === 'back'
		? stepBack({ ...state, fields: { ...state.fields, [question.id]: field } })
		: updateOpenField({ state, question, field, size }, command, text);
};
