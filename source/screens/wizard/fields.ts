import { remembered } from '../../base/remembered.ts';
import {
	type LinesFieldState,
	openLinesField,
	updateLinesField,
} from '../../components/lines-field/lines-field-state.ts';
import {
	type MultiSelectState,
	openMultiSelect,
	updateMultiSelect,
} from '../../components/multi-select/multi-select-state.ts';
import { openSelect, type SelectState, updateSelect } from '../../components/select/select-state.ts';
import {
	openTextField,
	type TextFieldState,
	updateTextField,
} from '../../components/text-field/text-field-state.ts';
import type { Draft } from '../../questions/engine.ts';
import type { Answer, Choice, Facts, Question } from '../../questions/question.ts';
import { linesFieldAction, multiSelectAction, selectAction, textFieldAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';

/** How a question is being answered. */
export type FieldState =
	| { readonly kind: 'choice'; readonly list: SelectState }
	| { readonly kind: 'many'; readonly many: MultiSelectState }
	| { readonly kind: 'text'; readonly text: TextFieldState }
	| { readonly kind: 'lines'; readonly lines: LinesFieldState };

const oneOf = (answer: Answer): string => (typeof answer === 'string' ? answer : (answer[0] ?? ''));
const allOf = (answer: Answer): readonly string[] => (typeof answer === 'string' ? [answer] : answer);

/** A field that shows the answer that the draft holds. */
export const openField = remembered((draft: Draft, question: Question): FieldState => {
	const answer = question.read(draft);
	switch (question.kind) {
		case 'choice':
			return { kind: 'choice', list: openSelect(oneOf(answer)) };
		case 'many':
			return { kind: 'many', many: openMultiSelect(allOf(answer)) };
		case 'text':
			return { kind: 'text', text: openTextField(oneOf(answer)) };
		case 'lines':
			return { kind: 'lines', lines: openLinesField(allOf(answer)) };
	}
});

/** The list of a field that has one. */
export const listOf = (field: FieldState | undefined): SelectState | undefined =>
	field?.kind === 'choice' ? field.list : field?.kind === 'many' ? field.many.list : undefined;

/** The choices, with what is ticked so far: others may be added by it. A draft never changes, so they are computed once. */
const listed = remembered(
	(
		draft: Draft,
		question: Question,
		facts: Facts | undefined,
		ticked: readonly string[] | undefined,
	): readonly Choice[] => {
		switch (question.kind) {
			case 'choice':
				return question.choices(draft, facts);
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
		return other && !isThere ? [...choices, other] : choices;
	},
);

/** What can be chosen. */
export const fieldChoices = (
	question: Question,
	field: FieldState,
	draft: Draft,
	facts: Facts | undefined,
): readonly Choice[] => {
	const choices = listed(draft, question, facts, field.kind === 'many' ? field.many.ticked : undefined);
	const typed = listOf(field)?.query ?? '';
	return typed === '' ? choices : withTyped(choices, question, typed, draft);
};

/** Whether something is typed at the caret: then esc clears a search, and `?` is text. */
export const isFilled = (field: FieldState | undefined): boolean => (listOf(field)?.query ?? '') !== '';

/** @param height the rows of the list in sight. */
export const updateField = (
	field: FieldState,
	command: CommandId,
	text: string | undefined,
	choices: readonly Choice[],
	height: number,
): FieldState => {
	switch (field.kind) {
		case 'choice': {
			const action = selectAction(command, text);
			return action ? { ...field, list: updateSelect(field.list, action, choices, height) } : field;
		}

		case 'many': {
			const action = multiSelectAction(command, text);
			return action ? { ...field, many: updateMultiSelect(field.many, action, choices, height) } : field;
		}

		case 'text': {
			const action = textFieldAction(command, text);
			return action ? { ...field, text: updateTextField(field.text, action) } : field;
		}

		case 'lines': {
			const action = linesFieldAction(command, text);
			return action ? { ...field, lines: updateLinesField(field.lines, action, height) } : field;
		}
	}
};
