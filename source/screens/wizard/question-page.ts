import { type FieldState, listOf } from '../../components/field/field-state.ts';
import { selectView } from '../../components/select/select-state.ts';
import { askingAws, explanation, sourceText } from '../../flow/wizard.ts';
import type { Question } from '../../questions/question.ts';
import { unaskedText } from '../../targets/aws/flow/account-choices.ts';
import { answerLines } from './answer-lines.ts';
import { fieldChoices } from './fields.ts';
import { answersWidth } from './question-layout.ts';
import type { QuestionPage } from './question-lines.ts';
import type { WizardState } from './wizard-state.ts';

/** What a question shows as the wizard stands. */
export const questionPage = (
	{ draft, facts, account, answers, complaint }: WizardState,
	question: Question,
	field: FieldState,
): QuestionPage => {
	const { kind, title, text, isWide } = question;
	const options = fieldChoices(question, field, draft, facts);
	const list = listOf(field);
	const choice = list && selectView(list, options, 1).option;
	const why = unaskedText(question, facts);
	const source = sourceText(question, facts, account);
	return {
		question: { kind, title, text, ...(isWide && { isWide }) },
		field,
		options,
		source,
		...(source === askingAws && { awaited: 'AWS' }),
		isFocused: answers === undefined,
		doubt: complaint ?? draft.notes[question.id],
		about: {
			named: explanation(question, draft, choice),
			cut: explanation(question, draft, choice, { isCut: true }),
		},
		unasked: why === undefined ? undefined : { text: why, isAsking: facts?.aws?.trouble !== undefined },
		answers: answerLines(draft, answers, answersWidth, facts),
	};
};
