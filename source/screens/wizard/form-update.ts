import { menuAction } from '../../components/actions.ts';
import { updateMenu } from '../../components/menu/menu-state.ts';
import { formRows, leaveForm, standingRow } from '../../flow/form.ts';
import { single } from '../../questions/answers.ts';
import type { ChoiceQuestion, Question } from '../../questions/question.ts';
import { formPlace } from '../../questions/walk.ts';
import type { CommandId } from '../key-table.ts';
import type { Size } from '../state.ts';
import { answerField } from './fields.ts';
import { answerWith, arrive, stepBack, updateOpenField } from './question-update.ts';
import type { WizardState, WizardUpdate } from './wizard-state.ts';

/** The other one of two choices. */
const otherChoice = (question: ChoiceQuestion, { draft, facts }: WizardState): string | undefined => {
	const values = question.choices(draft, facts).map(({ value }) => value);
	return values.length === 2 ? values.find(value => value !== single(question.read(draft))) : undefined;
};

/** Where there are but two choices enter takes the other one, else it opens the field of the row. */
const change = (state: WizardState, question: Question): WizardUpdate => {
	const other = question.kind === 'choice' ? otherChoice(question, state) : undefined;
	return other === undefined
		? { state: { ...state, isEditing: true, complaint: undefined } }
		: answerWith(state, question, other);
};

const goOn = (state: WizardState, bundle: string): WizardUpdate => {
	const { draft, complaint } = leaveForm(state.draft, bundle);
	return complaint === undefined
		? arrive(state, draft)
		: { state: { ...state, draft, complaint, isEditing: false } };
};

/** What a command does in the form of a bundle. */
export const updateForm = (
	state: WizardState,
	bundle: string,
	command: CommandId,
	text: string | undefined,
	size: Size,
): WizardUpdate => {
	const rows = formRows(state.draft, bundle);
	const row = standingRow(state.draft, rows);
	const question = row?.question;
	if (state.isEditing && question) {
		const field = state.fields[question.id] ?? answerField(state.draft, question);
		// What was typed stays in its field.
		return command === 'back'
			? {
					state: {
						...state,
						isEditing: false,
						complaint: undefined,
						fields: { ...state.fields, [question.id]: field },
					},
				}
			: updateOpenField({ state, question, field, size }, command, text);
	}

	switch (command) {
		case 'activate':
			return question ? change(state, question) : goOn(state, bundle);
		case 'back':
			return stepBack(state);
		default: {
			const action = menuAction(command);
			const ids = rows.map(({ id }) => id);
			const at = action && updateMenu(ids, row?.id ?? formPlace(bundle), action);
			return {
				state: at === undefined ? state : { ...state, complaint: undefined, draft: { ...state.draft, at } },
			};
		}
	}
};
