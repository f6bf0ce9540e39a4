import { cellWidth, cutMiddle, padEnd, wrapInto } from '../../base/cells.ts';
import { type Area, headerLine } from '../../components/frame/frame.tsx';
import { blank, type Line, line } from '../../components/row.tsx';
import { signs } from '../../components/theme.ts';
import { type Window, windowAround } from '../../components/window.ts';
import type { HomeRow, HomeRows } from '../../flow/home.ts';
import { signOf } from './build-sign.ts';

/** First rows in sight. */
export type HomeOffsets = { readonly presets: number; readonly builds: number };

/** A row of the body, and the id of what it stands for. */
type BodyRow = { readonly line: Line; readonly id?: string };

export type HomeBody = {
	readonly rows: readonly BodyRow[];
	readonly offsets: HomeOffsets;
};

export type HomeBodyInput = {
	/** The rows without a search: they decide how much room each part has. */
	readonly all: HomeRows;
	readonly shown: HomeRows;
	/** Id of the marked row. */
	readonly marked: string | undefined;
	readonly offsets: HomeOffsets;
	/** The last row: what the marked one is about, or the search. */
	readonly last: Line;
};

/** From so many rows of the body there is room for blank ones. */
const airyHeight = 14;
/** From so many cells the longest explanation fits into one row. */
const wideCells = 126;

/** What happens in a build has room in the row from the beginning, also while nothing is built. */
const leastHint = 44;

type Columns = { readonly name: number; readonly hint: number; readonly right: number };

const columnsFor = ({ actions, presets, builds }: HomeRows, width: number): Columns => {
	const widest = (rows: readonly HomeRow[], text: (row: HomeRow) => string): number =>
		rows.reduce((most, row) => Math.max(most, cellWidth(text(row))), 0);
	const name = Math.min(
		Math.max(
			18,
			widest([...actions, ...presets], row => row.name),
			widest(builds, row => row.name) + 2,
		),
		Math.max(18, Math.floor(width / 3)),
	);
	const right = Math.min(
		widest([...presets, ...builds], row => row.right),
		Math.floor(width * 0.4),
	);
	const hint = Math.max(
		leastHint,
		widest([...presets, ...builds], row => row.hint),
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

const actionRows = (
	row: HomeRow,
	isMarked: boolean,
	columns: Columns,
	width: number,
	rows: number,
): BodyRow[] => {
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

const listRow = (row: HomeRow, isMarked: boolean, columns: Columns): BodyRow => {
	const sign = signOf(row.target);
	const nameWidth = columns.name - (sign ? 2 : 0);
	// What a build came to takes the room that its time, at the right edge, leaves.
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

const filled = (rows: readonly BodyRow[], height: number): BodyRow[] => [
	...rows.slice(0, height),
	...Array.from({ length: Math.max(0, height - rows.length) }, () => ({ line: blank })),
];

/** How many rows each list gets: builds up to three, presets the rest, and builds what those leave. */
const shares = ({ presets, builds }: HomeRows, room: number): HomeOffsets => {
	const least = Math.min(builds.length, 3, Math.max(1, Math.floor(room / 2)));
	const forPresets = Math.min(presets.length, room - least);
	return { presets: forPresets, builds: Math.min(builds.length, room - forPresets) };
};

const listWindow = (
	list: readonly HomeRow[],
	marked: string | undefined,
	offset: number,
	height: number,
): Window => {
	const index = list.findIndex(row => row.id === marked);
	const start = Math.max(0, Math.min(offset, list.length - height));
	return windowAround(start, index < 0 ? start : index, list.length, height);
};

/** The body of home. Its parts keep their places while one moves and searches. */
export const homeBody = (
	{ all, shown, marked, offsets, last }: HomeBodyInput,
	{ width, height }: Pick<Area, 'width' | 'height'>,
): HomeBody => {
	const isAiry = height >= airyHeight;
	const gap = isAiry ? [{ line: blank }] : [];
	const columns = columnsFor(all, width);
	const listWidth = Math.min(width, 2 + columns.name + 2 + columns.hint + 2 + columns.right);
	const firstRows = isAiry && width < wideCells ? 2 : 1;
	const actionHeight = all.actions.length + firstRows - 1;
	const heads = [all.presets, all.builds].filter(list => list.length > 0).length * (1 + gap.length);
	const room = shares(all, Math.max(0, height - actionHeight - heads - 1 - gap.length));

	const part = (
		title: string,
		list: readonly HomeRow[],
		window: Window,
		rows: number,
		total: number,
	): BodyRow[] => {
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

	const presets = listWindow(shown.presets, marked, offsets.presets, Math.max(1, room.presets));
	const builds = listWindow(shown.builds, marked, offsets.builds, Math.max(1, room.builds));
	const rows = [
		...filled(
			shown.actions.flatMap(row =>
				actionRows(row, row.id === marked, columns, width, row.id === 'rehearse' ? firstRows : 1),
			),
			actionHeight,
		),
		...part('Presets', shown.presets, presets, room.presets, all.presets.length),
		...part('Builds', shown.builds, builds, room.builds, all.builds.length),
	];
	return {
		rows: [...filled(rows, height - 1), { line: last }],
		offsets: { presets: presets.start, builds: builds.start },
	};
};
