import { type LinesFieldState, openLinesField } from '../lines-field/lines-field-state.ts';
import { type MultiSelectState, openMultiSelect } from '../multi-select/multi-select-state.ts';
import { openSelect, type SelectState } from '../select/select-state.ts';
import { openTextField, type TextFieldState } from '../text-field/text-field-state.ts';

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
			return { kind, many: openMultiSelect(answer) };
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
