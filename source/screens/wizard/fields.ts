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
export const openField = (question: Question, draft: Draft): FieldState => {
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
};

type KnownChoices = {
	readonly key: string;
	readonly facts: Facts | undefined;
	readonly choices: readonly Choice[];
};

// The choices are asked several times for a frame; a draft never changes, so they are computed once.
const knownChoices = new WeakMap<Draft, KnownChoices>();

const computedChoices = (
	question: Question,
	field: FieldState,
	draft: Draft,
	facts: Facts | undefined,
): readonly Choice[] => {
	if (question.kind === 'choice') {
		return question.choices(draft, facts);
	}

	return question.kind === 'many' && field.kind === 'many'
		? question.choices(question.write(draft, field.many.ticked), facts)
		: [];
};

const listedChoices = (
	question: Question,
	field: FieldState,
	draft: Draft,
	facts: Facts | undefined,
): readonly Choice[] => {
	const key = JSON.stringify([question.id, field.kind === 'many' ? field.many.ticked : []]);
	const known = knownChoices.get(draft);
	if (known?.key === key && known.facts === facts) {
		return known.choices;
	}

	const choices = computedChoices(question, field, draft, facts);
	knownChoices.set(draft, { key, facts, choices });
	return choices;
};

/** The list of the choices with the row for what is typed: asked as often as they are. */
const withOther = new WeakMap<
	readonly Choice[],
	{ readonly typed: string; readonly choices: readonly Choice[] }
>();

/** What can be chosen; with what is ticked so far, since others may be added by it, and with what is typed. */
export const fieldChoices = (
	question: Question,
	field: FieldState,
	draft: Draft,
	facts: Facts | undefined,
): readonly Choice[] => {
	const listed = listedChoices(question, field, draft, facts);
	const list = field.kind === 'choice' ? field.list : field.kind === 'many' ? field.many.list : undefined;
	if (!list || list.query === '' || !('other' in question)) {
		return listed;
	}

	const known = withOther.get(listed);
	if (known?.typed === list.query) {
		return known.choices;
	}

	const other = question.other?.(list.query, draft);
	const isThere = listed.some(choice => choice.value === other?.value);
	const choices = other && !isThere ? [...listed, other] : listed;
	withOther.set(listed, { typed: list.query, choices });
	return choices;
};

/** Whether something is typed at the caret: then esc clears a search, and `?` is text. */
export const isFilled = (field: FieldState | undefined): boolean => {
	switch (field?.kind) {
		case 'choice':
			return field.list.query !== '';
		case 'many':
			return field.many.list.query !== '';
		default:
			return false;
	}
};

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
