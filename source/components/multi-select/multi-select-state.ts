import type { Option } from '../select/options.ts';
import {
	openSelect,
	type SelectAction,
	type SelectState,
	selectView,
	updateSelect,
} from '../select/select-state.ts';

/** A list of which several options can be ticked. */
export type MultiSelectState = {
	readonly list: SelectState;
	/** Values, in the order of the options. */
	readonly ticked: readonly string[];
	/** What the last key could not do, one sentence. */
	readonly message: string | undefined;
};

export type MultiSelectAction = SelectAction | { readonly type: 'toggle' };

export const openMultiSelect = (ticked: readonly string[], marked?: string): MultiSelectState => ({
	list: openSelect(marked),
	ticked,
	message: undefined,
});

const toggle = (state: MultiSelectState, options: readonly Option[], height: number): MultiSelectState => {
	const { option } = selectView(state.list, options, height);
	if (option === undefined) {
		return state;
	}

	const isTicked = state.ticked.includes(option.value);
	if (!isTicked && option.disabled !== undefined) {
		return { ...state, message: option.disabled };
	}

	if (!isTicked && option.added !== undefined) {
		return { ...state, message: `${option.label}: ${option.added}.` };
	}

	const wanted = isTicked
		? state.ticked.filter(value => value !== option.value)
		: [...state.ticked, option.value];
	return {
		...state,
		message: undefined,
		ticked: options.map(({ value }) => value).filter(value => wanted.includes(value)),
	};
};

/** @param height the rows in sight. */
export const updateMultiSelect = (
	state: MultiSelectState,
	action: MultiSelectAction,
	options: readonly Option[],
	height: number,
): MultiSelectState =>
	action.type === 'toggle'
		? toggle(state, options, height)
		: { ...state, list: updateSelect(state.list, action, options, height), message: undefined };
