import chalk from 'chalk';
import { afterEach, describe, expect, test } from 'vitest';
import { Frame } from '../../source/components/frame/frame.tsx';
import { frameBody } from '../../source/components/frame/layout.ts';
import { Rows } from '../../source/components/row.tsx';
import type { FirstHome, Home } from '../../source/flow/home.ts';
import { firstFrame } from '../../source/screens/first-frame.ts';
import { homeFrame } from '../../source/screens/home/home-frame.ts';
import { openHome } from '../../source/screens/home/home-state.ts';
import { renderInk } from '../helpers/ink.tsx';
import { sizes } from '../helpers/render.ts';
import { presetRow } from '../helpers/rows.ts';
import { full } from './recorded/worlds.ts';

const none = { ...full, presets: [], builds: [], draft: undefined, left: undefined };

const worlds: readonly (readonly [string, Home])[] = [
	['presets, builds and answers that were left', full],
	['nothing yet', none],
	[
		'presets of a project that are not taken',
		{ ...full, warning: 'Presets in ./.packer-wizard are not taken.' },
	],
	[
		'names that are wide, and one too long',
		{ ...none, presets: ['東京', '👩‍👩‍👧', 'é'.repeat(90)].map(name => presetRow(name)) },
	],
];
const now = Date.now();
const utf8 = { LANG: 'C.UTF-8' };

/** The rows of a first frame as they are written, and the cursor's place, counted from 1. */
const painted = (home: Home, size: (typeof sizes)[number]) => {
	const { text } = firstFrame({ lists: home, now }, size, utf8, 'linux');
	const [, rows = '', row, column] =
		/\u001B\[\?25l\u001B\[H([\s\S]*)\u001B\[(\d+);(\d+)H\u001B\[\?25h\u001B\[\?2026l$/.exec(text) ?? [];
	return { rows: rows.split('\n'), cursor: [Number(row), Number(column)] };
};

/** Home as Ink lays it out. */
const laidOut = (first: FirstHome, size: (typeof sizes)[number]): string => {
	const { rows, ...frame } = homeFrame(openHome(first).state, size);
	const body = frameBody(size);
	const home = (
		<Frame size={size} {...frame}>
			<Rows lines={rows} width={body.width} height={body.height} />
		</Frame>
	);
	return renderInk(home, () => size).frame();
};

describe('the first frame is the one that Ink writes', () => {
	const { level } = chalk;
	afterEach(() => {
		chalk.level = level;
	});

	test.each(
		worlds.flatMap(([name, home]) =>
			sizes.flatMap(size => ([0, 3] as const).map(colours => ({ name, home, size, colours }))),
		),
	)('$name, in $size.columns×$size.rows, colours of level $colours', ({ home, size, colours }) => {
		chalk.level = colours;
		const { rows, cursor } = painted(home, size);
		expect(rows.join('\n')).toBe(laidOut({ lists: home, now }, size));
		expect(rows).toHaveLength(size.rows - 1);
		expect(rows.join('').includes('\u001B[')).toBe(colours > 0);
		expect(cursor).toEqual([3, 2]);
	});
});

describe('keys that are typed before the screens are there', () => {
	const size = { columns: 80, rows: 23 };
	const down = '\u001B[B';
	const open = (home: Home) => firstFrame({ lists: home, now }, size, utf8, 'linux');
	const inkRows = (first: FirstHome): string => laidOut(first, size);

	test.each([
		['one row down', down],
		['to the end', '\u001B[F'],
		['down a page and up again, as other terminals send it', '\u001B[6~\u001BOA\u001BOA'],
		['above the first row', '\u001B[A\u001B[A'],
		['to the end and back to the beginning', '\u001BOF\u001B[H'],
	])('move the mark: %s', (_name, keys) => {
		const frame = open(full);
		const { text, rest } = frame.type(keys);
		expect(rest).toBe('');
		expect(text).toContain(inkRows(frame.home()));
	});

	test.each([
		['text', '/shop', 0],
		['a move and enter', `${down}\r`, 1],
		['a move and half of another', `${down}\u001B[`, 1],
		['an escape', '\u001B', 0],
		['a paste of what would be a move', `\u001B[200~${down}\u001B[201~`, 0],
		['Ctrl-C between moves', `${down}\u0003${down}`, 1],
	])('are left for the screens from the first one on that is no move: %s', (_name, keys, moves) => {
		const frame = open(full);
		const { text, rest } = frame.type(keys);
		expect(rest).toBe(keys.slice(moves * down.length));
		expect(text === '').toBe(moves === 0);
		expect(frame.home().moved?.marked).toBe(moves === 0 ? undefined : 'rehearse');
	});

	test('take a message away that was there before', () => {
		const frame = open({ ...full, warning: 'Presets in ./.packer-wizard are not taken.' });
		expect(frame.text).toContain('are not taken');
		expect(frame.type(down).text).not.toContain('are not taken');
		expect(inkRows(frame.home())).not.toContain('are not taken');
	});
});

test('a terminal without UTF-8 gets a sign of one cell for each that it cannot show', () => {
	expect(firstFrame({ lists: full, now }, { columns: 80, rows: 23 }, { LANG: 'C' }, 'linux').text).toMatch(
		/^[\u0000-\u007F]*$/,
	);
});
