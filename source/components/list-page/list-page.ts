import { cellWidth, cutMiddle, padEnd, wrapInto } from '../../base/cells.ts';
import { type Area, headerLine } from '../frame/layout.ts';
import { blank, type Line, line } from '../line.ts';
import { type StyleName, signs } from '../theme.ts';
import { type Window, windowAround } from '../window.ts';

/** A row of such a page: a name, what it is about, and what stands at the right edge. */
type PageRow = {
	readonly id: string;
	/** In front of the name. */
	readonly sign?: { readonly text: string; readonly style: StyleName } | undefined;
	readonly name: string;
	readonly hint: string;
	readonly right: string;
};

/** Some rows at the top that are always wholly there, and two lists below each other, with a title each. */
export type PageRows = {
	readonly top: readonly PageRow[];
	readonly upper: readonly PageRow[];
	readonly lower: readonly PageRow[];
};

/** First rows of the lists in sight. */
export type PageOffsets = { readonly upper: number; readonly lower: number };

/** A row of the page as it is drawn, and the id of what it stands for. */
type DrawnRow = { readonly line: Line; readonly id?: string };

export type ListPage = {
	readonly rows: readonly DrawnRow[];
	readonly offsets: PageOffsets;
};

type ListPageInput = {
	readonly titles: { readonly upper: string; readonly lower: string };
	/** The row at the top that gets a second line for its hint where there is room. */
	readonly tall: string;
	/** The rows without a search: they decide how much room each part has. */
	readonly all: PageRows;
	readonly shown: PageRows;
	/** Id of the marked row. */
	readonly marked: string | undefined;
	readonly offsets: PageOffsets;
	/** The last row: what the marked one is about, or the search. */
	readonly last: Line;
};

/** From so many rows of the body there is room for blank ones. */
const airyHeight = 14;
/** From so many cells the longest explanation fits into one row. */
const wideCells = 126;

/** A hint has so much room from the beginning, also while the lists are short. */
const leastHint = 44;

type Columns = { readonly name: number; readonly hint: number; readonly right: number };

const columnsFor = ({ top, upper, lower }: PageRows, width: number): Columns => {
	const widest = (rows: readonly PageRow[], text: (row: PageRow) => string): number =>
		rows.reduce((most, row) => Math.max(most, cellWidth(text(row))), 0);
	const name = Math.min(
		Math.max(
			18,
			widest([...top, ...upper], row => row.name),
			widest(lower, row => row.name) + 2,
		),
		Math.max(18, Math.floor(width / 3)),
	);
	const right = Math.min(
		widest([...upper, ...lower], row => row.right),
		Math.floor(width * 0.4),
	);
	const hint = Math.max(
		leastHint,
		widest([...upper, ...lower], row => row.hint),
	);
	return { name, right, hint: Math.max(1, Math.min(hint, width - 2 - name - 2 - 2 - right)) };
};

const markSpan = (isMarked: boolean) => ({
	text: isMarked ? `${signs.mark} ` : '  ',
	style: 'accent' as const,
});

const nameSpan = (text: string, isMarked: boolean) => ({
	text,
	style: isMarked ? ('marked' as const) : undefined,
});

const topRows = (
	row: PageRow,
	isMarked: boolean,
	columns: Columns,
	width: number,
	rows: number,
): DrawnRow[] => {
	const room = width - 2 - columns.name - 2;
	const [first = '', ...rest] = wrapInto(row.hint, room, rows);
	return [
		{
			id: row.id,
			line: [
				markSpan(isMarked),
				nameSpan(padEnd(cutMiddle(row.name, columns.name), columns.name), isMarked),
				{ text: `  ${first}` },
			],
		},
		...rest.map(text => ({ line: line(`${' '.repeat(2 + columns.name + 2)}${text}`) })),
	];
};

const listRow = (row: PageRow, isMarked: boolean, columns: Columns): DrawnRow => {
	const { sign } = row;
	const nameWidth = columns.name - (sign ? 2 : 0);
	// Behind a sign the hint takes the room that what stands at the right edge leaves.
	const room = columns.hint + 2 + columns.right;
	const right = sign ? Math.min(columns.right, cellWidth(row.right)) : columns.right;
	const hint = room - 2 - right;
	return {
		id: row.id,
		line: [
			markSpan(isMarked),
			{ text: sign ? `${sign.text} ` : '', style: sign?.style },
			nameSpan(padEnd(cutMiddle(row.name, nameWidth), nameWidth), isMarked),
			{ text: `  ${padEnd(row.hint, hint)}` },
			{ text: `  ${padEnd(row.right, right)}` },
		],
	};
};

const filled = (rows: readonly DrawnRow[], height: number): DrawnRow[] => [
	...rows.slice(0, height),
	...Array.from({ length: Math.max(0, height - rows.length) }, () => ({ line: blank })),
];

/** How many rows each list gets: the lower up to three, the upper the rest, and the lower what that leaves. */
const shares = ({ upper, lower }: PageRows, room: number): PageOffsets => {
	const least = Math.min(lower.length, 3, Math.max(1, Math.floor(room / 2)));
	const forUpper = Math.min(upper.length, room - least);
	return { upper: forUpper, lower: Math.min(lower.length, room - forUpper) };
};

const listWindow = (
	list: readonly PageRow[],
	marked: string | undefined,
	offset: number,
	height: number,
): Window => {
	const index = list.findIndex(row => row.id === marked);
	const start = Math.max(0, Math.min(offset, list.length - height));
	return windowAround(start, index < 0 ? start : index, list.length, height);
};

/** A page of lists. Its parts keep their places while one moves and searches. */
export const listPage = (
	{ titles, tall, all, shown, marked, offsets, last }: ListPageInput,
	{ width, height }: Pick<Area, 'width' | 'height'>,
): ListPage => {
	const isAiry = height >= airyHeight;
	const gap = isAiry ? [{ line: blank }] : [];
	const columns = columnsFor(all, width);
	const listWidth = Math.min(width, 2 + columns.name + 2 + columns.hint + 2 + columns.right);
	const firstRows = isAiry && width < wideCells ? 2 : 1;
	const topHeight = all.top.length + firstRows - 1;
	const heads = [all.upper, all.lower].filter(list => list.length > 0).length * (1 + gap.length);
	const room = shares(all, Math.max(0, height - topHeight - heads - 1 - gap.length));

	const part = (
		title: string,
		list: readonly PageRow[],
		window: Window,
		rows: number,
		total: number,
	): DrawnRow[] => {
		const count = list.length === 0 ? 'none found' : `${window.start + 1}-${window.end} of ${list.length}`;
		return total === 0
			? []
			: [
					...gap,
					{ line: headerLine([{ text: '  ' }, { text: title, style: 'heading' }], count, listWidth) },
					...filled(
						list.slice(window.start, window.end).map(row => listRow(row, row.id === marked, columns)),
						rows,
					),
				];
	};

	const upper = listWindow(shown.upper, marked, offsets.upper, Math.max(1, room.upper));
	const lower = listWindow(shown.lower, marked, offsets.lower, Math.max(1, room.lower));
	const rows = [
		...filled(
			shown.top.flatMap(row =>
				topRows(row, row.id === marked, columns, width, row.id === tall ? firstRows : 1),
			),
			topHeight,
		),
		...part(titles.upper, shown.upper, upper, room.upper, all.upper.length),
		...part(titles.lower, shown.lower, lower, room.lower, all.lower.length),
	];
	return {
		rows: [...filled(rows, height - 1), { line: last }],
		offsets: { upper: upper.start, lower: lower.start },
	};
};
