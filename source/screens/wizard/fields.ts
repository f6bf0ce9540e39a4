import { remembered } from '../../base/remembered.ts';
import { type FieldState, listOf, openField } from '../../components/field/field-state.ts';
import { several } from '../../questions/answers.ts';
import type { Draft } from '../../questions/draft.ts';
import type { Choice, Facts, Question } from '../../questions/question.ts';

/** A field that shows the answer that the draft holds. */
export const answerField = remembered((draft: Draft, question: Question) =>
	openField(question.kind, several(question.read(draft))),
);

/** The choices, with what is ticked so far: others may be added by it. A draft never changes, so they are computed once. */
const listed = remembered(
	(
		draft: Draft,
		question: Question,
		facts: Facts | undefined,
		ticked: readonly string[] | undefined,
		query: string | undefined,
	): readonly Choice[] => {
		switch (question.kind) {
			case 'choice':
				return question.choices(draft, facts, query);
			case 'many':
				return question.choices(question.write(draft, ticked ?? []), facts);
			default:
				return [];
		}
	},
);

/** The same with a row for what is typed, if the list has none. */
const withTyped = remembered(
	(choices: readonly Choice[], question: Question, typed: string, draft: Draft): readonly Choice[] => {
		const other = 'other' in question ? question.other?.(typed, draft) : undefined;
		const isThere = choices.some(({ value }) => value === other?.value);
		return other && !isThere ? [...choices, { ...other, isTyped: true }] : choices;
	},
);

/** What can be chosen. */
export const fieldChoices = (
	question: Question,
	field: FieldState,
	draft: Draft,
	facts: Facts | undefined,
): readonly Choice[] => {
	const typed = listOf(field)?.query ?? '';
	const ticked = field.kind === 'many' ? field.many.ticked : undefined;
	const choices = listed(draft, question, facts, ticked, question.seeks && typed);
	return typed === '' ? choices : withTyped(choices, question, typed, draft);
};
