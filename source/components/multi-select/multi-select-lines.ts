import type { Line } from '../line.ts';
import type { Option } from '../select/options.ts';
import { selectCaret, selectLines } from '../select/select-lines.ts';
import { signs } from '../theme.ts';
import type { MultiSelectState } from './multi-select-state.ts';

export type MultiSelectProps = {
	readonly options: readonly Option[];
	readonly state: MultiSelectState;
	readonly width: number;
	readonly height: number;
	readonly isFocused?: boolean;
	/** Behind the number of options: where the list comes from. */
	readonly source?: string;
};

const boxOf =
	({ ticked }: MultiSelectState) =>
	(option: Option): string =>
		ticked.includes(option.value)
			? signs.ticked
			: option.disabled !== undefined
				? signs.impossible
				: option.added !== undefined
					? signs.added
					: signs.unticked;

const listProps = ({ state, ...props }: MultiSelectProps) => ({
	...props,
	state: state.list,
	boxOf: boxOf(state),
});

export const multiSelectCaret = (props: MultiSelectProps): { readonly x: number; readonly y: number } =>
	selectCaret(listProps(props));

/** A list of which several rows can be ticked, searched as one types. */
export const multiSelectLines = (props: MultiSelectProps): readonly Line[] => selectLines(listProps(props));
