import { behindLabel, cellWidth } from '../../base/cells.ts';
import { distanceFrom, holdsWords } from '../../base/search.ts';

/** A row that can be chosen. */
export type Option = {
	readonly value: string;
	readonly label: string;
	/** A few words behind the label. */
	readonly hint?: string;
	/** At the end of the row. */
	readonly mark?: string;
	/** One sentence: why it cannot be chosen. */
	readonly disabled?: string;
	/** The same in two words for its row, where the explanation has the sentence. */
	readonly brief?: string;
	/** The heading that it stands under; those of one stand together. */
	readonly group?: string;
	/** Ticked because others need it; one sentence. */
	readonly added?: string;
	/** More words that the search finds. */
	readonly keywords?: string;
	/** What was typed, as a row: behind those that the list has. */
	readonly isTyped?: boolean;
	/** Who searches finds it behind the others, unless it is called so. */
	readonly isBehind?: boolean;
	/** It stands in no list: only who searches for it finds it. */
	readonly isFoundOnly?: boolean;
};

const searchedText = (option: Option): string =>
	`${option.label} ${option.value} ${option.hint ?? ''} ${option.mark ?? ''} ${option.keywords ?? ''}`;

// A list is asked several times for a frame, and may be long: what depends on it alone is computed once.
const searchedTexts = new WeakMap<Option, string>();
const columnsOf = new WeakMap<readonly Option[], Map<number, OptionColumns>>();

const searched = (option: Option): string => {
	const text = searchedTexts.get(option) ?? searchedText(option);
	searchedTexts.set(option, text);
	return text;
};

/** Those that stand in the list before anybody searches. */
const listedOptions = <Item extends Option>(options: readonly Item[]): readonly Item[] =>
	options.some(option => option.isFoundOnly) ? options.filter(option => !option.isFoundOnly) : options;

const distanceTo = (option: Option, query: string): number =>
	distanceFrom(option.label, query, option.isBehind) +
	(option.isTyped ? 5 : 0) +
	(option.isFoundOnly && option.disabled !== undefined ? 10 : 0);

/** Those that are called so first: the headings, which gave the order, do not stand there while one searches. */
const byName = <Item extends Option>(found: readonly Item[], query: string): readonly Item[] =>
	found.some(({ group }) => group !== undefined)
		? found.toSorted((a, b) => distanceTo(a, query) - distanceTo(b, query))
		: found;

/** A row of a list: an option, or the heading of those below it. */
export type HeadedRow<Item extends Option> = { readonly option: Item } | { readonly heading: string };

/** The rows of a list that nobody searches, else those of what was found. */
export const headedRows = <Item extends Option>(
	matches: readonly Item[],
	query: string,
): readonly HeadedRow<Item>[] =>
	matches.flatMap((option, index): readonly HeadedRow<Item>[] => {
		const { group } = option;
		const isNew = query.trim() === '' && group !== undefined && group !== matches[index - 1]?.group;
		return [...(isNew ? [{ heading: group }] : []), { option }];
	});

/**
 * The options that hold every word of the query, without regard to case, in their order; of those with headings the ones
 * that are called so come first, and what is found but cannot be chosen last.
 */
export const matchingOptions = <Item extends Option>(
	options: readonly Item[],
	query: string,
): readonly Item[] => {
	const isFound = holdsWords(query);
	return query.trim() === ''
		? listedOptions(options)
		: byName(
				options.filter(option => isFound(searched(option))),
				query,
			);
};

/** What stands in the hint's place: why an option cannot be chosen, who needs it, or its hint. */
export const optionHint = (option: Option): string => {
	if (option.disabled !== undefined) {
		return option.brief ?? behindLabel(option.label, option.disabled.replace(/\.$/, ''));
	}

	return option.added ?? option.hint ?? '';
};

/** The cells of the columns of a list. */
export type OptionColumns = { readonly label: number; readonly hint: number; readonly mark: number };

const gap = 2;
/** The part of a row that names keep, however long the hints are. */
const leastLabels = 0.4;

/** Reasons come and go in the place of hints: the column has room for them from the beginning. */
const roomForReasons = 44;

const behind = (width: number): number => (width === 0 ? 0 : width + gap);

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const computedColumns = (options: readonly Option[], cells: number): OptionColumns => {
	const widest = (text: (option: Option) => string): number =>
		options.reduce((width, option) => Math.max(width, cellWidth(text(option))), 0);
	const labels = widest(option => option.label);
	const hints = widest(option => option.hint ?? '');
	const usualHint = median(options.map(option => cellWidth(option.hint ?? '')));
	const marks = widest(option => option.mark ?? '');
	const labelIn = (room: number): number =>
		Math.min(labels, Math.max(Math.floor(room * leastLabels), room - behind(hints)), room);
	// Marks are short for what the explanation says: they go where hints would not be readable beside them.
	const besideMarks = cells - behind(marks);
	const mark = besideMarks - labelIn(besideMarks) - gap < usualHint ? 0 : marks;
	const room = Math.max(1, cells - behind(mark));
	const label = labelIn(room);
	// Marks stay near what they mark on a wide screen.
	const widestHint = Math.max(
		hints,
		widest(option => option.disabled ?? ''),
		roomForReasons,
	);
	return { label, hint: Math.max(0, Math.min(room - label - gap, widestHint)), mark };
};

/**
 * The columns in so many cells. They depend on all options, not on those in sight, so that no column moves while one
 * scrolls or searches. Where there is not room for all, long names are cut before hints are.
 */
export const optionColumns = (options: readonly Option[], cells: number): OptionColumns => {
	const known = columnsOf.get(options) ?? new Map<number, OptionColumns>();
	const columns = known.get(cells) ?? computedColumns(listedOptions(options), cells);
	columnsOf.set(options, known.set(cells, columns));
	return columns;
};

/**
 * The columns of one row: what is longer than its column takes the room that the rest of the row leaves. A name takes that
 * of the mark, too, which the explanation tells.
 */
export const rowColumns = (option: Option, columns: OptionColumns): OptionColumns => {
	const cells = columns.label + gap + columns.hint + behind(columns.mark);
	const hintCells = cellWidth(optionHint(option));
	const label = Math.max(columns.label, Math.min(cellWidth(option.label), cells - gap - hintCells));
	const rest = cells - label - gap;
	const ownMark = columns.mark === 0 ? 0 : behind(cellWidth(option.mark ?? ''));
	const behindHint = label === columns.label || rest - ownMark >= hintCells ? ownMark : 0;
	const usual = columns.hint - (label - columns.label);
	const hint = Math.min(Math.max(usual, hintCells), rest - behindHint);
	return { label, hint, mark: behindHint === 0 ? 0 : rest - hint - gap };
};
