import { cellWidth, cut, cutMiddle, padEnd, wrapInto } from '../../base/cells.ts';
import { nearest } from '../../base/nearest.ts';
import { type Line, line } from '../line.ts';
import { signs } from '../theme.ts';
import { type Option, optionColumns, optionHint, rowColumns } from './options.ts';
import { type SelectState, selectView } from './select-state.ts';

export type OptionListProps = {
	readonly options: readonly Option[];
	readonly state: SelectState;
	readonly width: number;
	readonly height: number;
	/** Whether keys go to the list: only then a row is marked. */
	readonly isFocused?: boolean;
	/** Who is being asked for more options. */
	readonly awaited?: string;
};

const markWidth = cellWidth(signs.mark) + 1;

const emptyLines = ({ options, state, width, height, awaited }: OptionListProps): Line[] => {
	const labels = options.map(option => option.label);
	// Somebody who types part of a name means the words of it, not the whole label.
	const words = labels.flatMap(label => label.split(/[\s,()]+/).map(word => ({ word, label })));
	const nearestWord = (): string | undefined =>
		nearest(
			state.query,
			words.map(entry => entry.word),
		);
	const ofWord = (wanted: string | undefined): string | undefined =>
		words.find(({ word }) => word === wanted)?.label;
	const near = nearest(state.query, labels) ?? ofWord(nearestWord());
	const told =
		awaited !== undefined
			? ` so far, and ${awaited} is still asked.`
			: near === undefined
				? '.'
				: `. Nearest: ${near}.`;
	const text = `Nothing matches "${state.query}"${told} esc clears the search.`;
	return wrapInto(text, width, height).map(part => line(part));
};

/**
 * The rows of a list that are in sight: the mark, an optional box, label, hint and mark in columns.
 * @param boxOf what stands before the label, of the same width for all options.
 */
export const optionLines = (props: OptionListProps, boxOf?: (option: Option) => string): readonly Line[] => {
	const { options, state, width, height, isFocused = true } = props;
	const { matches, option: marked, rows, start, end, heading } = selectView(state, options, height);
	if (matches.length === 0) {
		return emptyLines(props);
	}

	const boxWidth = boxOf && options[0] ? cellWidth(boxOf(options[0])) + 1 : 0;
	const common = optionColumns(options, Math.max(1, width - markWidth - boxWidth));
	const shown = heading === undefined ? rows.slice(start, end) : [{ heading }, ...rows.slice(start + 1, end)];
	return shown.map((row): Line => {
		if ('heading' in row) {
			return line(row.heading, 'heading');
		}

		const { option } = row;
		const isMarked = option === marked;
		const columns = rowColumns(option, common);
		const sign = isMarked && isFocused ? signs.mark : !boxOf && option.disabled !== undefined ? '–' : ' ';
		return [
			{ text: `${sign} `, style: 'accent' },
			{ text: boxOf ? `${boxOf(option)} ` : '' },
			{
				text: padEnd(cutMiddle(option.label, columns.label), columns.label),
				style: isMarked ? (isFocused ? 'marked' : 'heading') : undefined,
			},
			{ text: `  ${padEnd(cut(optionHint(option), columns.hint), columns.hint)}` },
			{ text: columns.mark > 0 ? `  ${padEnd(option.mark ?? '', columns.mark)}` : '' },
		];
	});
};

/** The row of the list on which the cursor stands. */
export const optionListCaret = ({ options, state, height }: OptionListProps): number => {
	const { row, start } = selectView(state, options, height);
	return row - start;
};
