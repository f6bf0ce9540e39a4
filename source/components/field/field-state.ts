import { linesFieldAction, multiSelectAction, selectAction, textFieldAction } from '../actions.ts';
import { type LinesFieldState, openLinesField, updateLinesField } from '../lines-field/lines-field-state.ts';
import {
	type MultiSelectState,
	openMultiSelect,
	updateMultiSelect,
} from '../multi-select/multi-select-state.ts';
import type { Option } from '../select/options.ts';
import { openSelect, type SelectState, updateSelect } from '../select/select-state.ts';
import { openTextField, type TextFieldState, updateTextField } from '../text-field/text-field-state.ts';

/** One of the fields in which something is answered: a list, a list to tick, a text, several lines. */
export type FieldState =
	| { readonly kind: 'choice'; readonly list: SelectState }
	| { readonly kind: 'many'; readonly many: MultiSelectState }
	| { readonly kind: 'text'; readonly text: TextFieldState }
	| { readonly kind: 'lines'; readonly lines: LinesFieldState };

/** A field that shows an answer: one value, or those that are ticked, or the lines. */
export const openField = (kind: FieldState['kind'], answer: readonly string[]): FieldState => {
	switch (kind) {
		case 'choice':
			return { kind, list: openSelect(answer[0] ?? '') };
		case 'many':
			return { kind, many: openMultiSelect(answer, answer[0]) };
		case 'text':
			return { kind, text: openTextField(answer[0] ?? '') };
		case 'lines':
			return { kind, lines: openLinesField(answer) };
	}
};

/** The list of a field that has one. */
export const listOf = (field: FieldState | undefined): SelectState | undefined =>
	field?.kind === 'choice' ? field.list : field?.kind === 'many' ? field.many.list : undefined;

/** Whether something is typed at the caret of a search: then esc clears it, and `?` is text. */
export const isSearching = (field: FieldState | undefined): boolean => (listOf(field)?.query ?? '') !== '';

/**
 * The field after an action, by its name; the same field if it knows none of that name.
 * @param height the rows of the list in sight.
 */
export const updateField = (
	field: FieldState,
	name: string,
	text: string | undefined,
	options: readonly Option[],
	height: number,
): FieldState => {
	switch (field.kind) {
		case 'choice': {
			const action = selectAction(name, text);
			return action ? { ...field, list: updateSelect(field.list, action, options, height) } : field;
		}

		case 'many': {
			const action = multiSelectAction(name, text);
			return action ? { ...field, many: updateMultiSelect(field.many, action, options, height) } : field;
		}

		case 'text': {
			const action = textFieldAction(name, text);
			return action ? { ...field, text: updateTextField(field.text, action) } : field;
		}

		case 'lines': {
			const action = linesFieldAction(name, text);
			return action ? { ...field, lines: updateLinesField(field.lines, action, height) } : field;
		}
	}
};
