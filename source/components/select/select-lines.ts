import { cellWidth, cut } from '../../base/cells.ts';
import type { Line } from '../line.ts';
import { signs } from '../theme.ts';
import { type OptionListProps, optionLines, optionListCaret } from './option-list.ts';
import type { Option } from './options.ts';
import { selectView } from './select-state.ts';

export type SelectProps = OptionListProps & {
	/** Behind the number of options: where the list comes from. */
	readonly source?: string;
	/** The box before each label, where several can be ticked. */
	readonly boxOf?: (option: Option) => string;
};

const promptWidth = cellWidth(signs.prompt) + 1;

const searchLine = ({ options, state, width, source }: SelectProps): Line => {
	const { matches } = selectView(state, options, 1);
	const count = state.query === '' ? `${matches.length}` : `${matches.length} of ${options.length}`;
	const right = source === undefined ? count : `${count} · ${source}`;
	const room = width - promptWidth - cellWidth(right) - 3;
	// The end of a long search is where one types.
	const shown =
		cellWidth(state.query) <= room ? state.query : `…${state.query.slice(-Math.max(1, room - 1))}`;
	const fitted = cut(shown, Math.max(1, room));
	return [
		{ text: `${signs.prompt} `, style: 'accent' },
		{ text: fitted },
		{ text: ' '.repeat(Math.max(1, width - promptWidth - cellWidth(fitted) - cellWidth(right))) },
		{ text: right },
	];
};

/** Where the cursor stands, in cells from the upper left: behind the search while one is typed, else on the row. */
export const selectCaret = (props: SelectProps): { readonly x: number; readonly y: number } => {
	if (props.state.query !== '') {
		const typed = searchLine(props)[1];
		return { x: promptWidth + cellWidth(typed?.text ?? ''), y: 0 };
	}

	return { x: 0, y: 1 + optionListCaret({ ...props, height: props.height - 1 }) };
};

/** A list to choose from, searched as one types. Its first row is the search. */
export const selectLines = (props: SelectProps): readonly Line[] => [
	searchLine(props),
	...optionLines({ ...props, height: props.height - 1 }, props.boxOf),
];
