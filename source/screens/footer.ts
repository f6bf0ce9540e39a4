import { cellWidth } from '../base/cells.ts';
import type { DialogOption } from '../components/dialog/dialog-state.ts';
import type { Line } from '../components/line.ts';
import type { KeyContext } from './key-map.ts';
import type { CommandId, KeyRow } from './key-table.ts';
import { footerRows } from './keys.ts';

const separator = ' · ';

const widthOf = (rows: readonly KeyRow[]): number =>
	rows.reduce((width, row) => width + cellWidth(`${row.show} ${row.words}`), 0) +
	separator.length * Math.max(0, rows.length - 1);

/** How soon a row goes where there is not room for all: first what one finds out by trying, the ways out never. */
const rank = ({ show }: KeyRow): number => {
	if (show === 'type') {
		return 0;
	}

	if (show === 'tab') {
		return 1;
	}

	if (/^[↑↓←→]+$/.test(show)) {
		return 2;
	}

	return show.length === 1 && show !== '?' && show !== 'q' ? 3 : 4;
};

/** Without the row that counts least; of equal ones the last. */
const dropOne = (rows: readonly KeyRow[]): readonly KeyRow[] => {
	const least = Math.min(...rows.map(rank));
	return rows.toSpliced(
		rows.findLastIndex(row => rank(row) === least),
		1,
	);
};

export type FooterOptions = {
	/** Whether something is typed at the caret. */
	readonly filled?: boolean;
	/** Other words for what a key does here. */
	readonly words?: Partial<Record<CommandId, string>>;
	/** What cannot be done here. */
	readonly without?: readonly CommandId[];
};

/** The keys that work now, in one row of so many cells. */
export const footerLine = (
	context: KeyContext,
	width: number,
	{ filled = false, words = {}, without = [] }: FooterOptions = {},
): Line => {
	let rows: readonly KeyRow[] = footerRows(context, filled).flatMap(row => {
		const commands = Object.values(row.keys);
		const other = commands.map(command => words[command]).find(text => text !== undefined);
		return commands.length > 0 && commands.every(command => without.includes(command))
			? []
			: [{ ...row, words: other ?? row.words }];
	});
	while (rows.length > 1 && widthOf(rows) > width) {
		rows = dropOne(rows);
	}

	return rows.flatMap((row, index) => [
		{ text: index > 0 ? separator : '' },
		{ text: row.show, style: 'key' as const },
		{ text: ` ${row.words}` },
	]);
};

/** What esc does in a dialog: its first choice, as words of a footer. */
export const safeWords = ([safe]: readonly DialogOption[]): string =>
	safe ? safe.label.charAt(0).toLowerCase() + safe.label.slice(1) : 'no';
