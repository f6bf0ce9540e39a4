import { describe, expect, test } from 'vitest';
import type { LogLine } from '../../source/builds/timeline/timeline.ts';
import {
	eyeRow,
	logCountText,
	logStateText,
	logWindow,
	oneRow,
	wrappedRows,
} from '../../source/components/log-pane/log-lines.ts';
import {
	type LogAction,
	type LogPlace,
	type LogState,
	newLogState,
	reduceLog,
} from '../../source/components/log-pane/log-state.ts';
import {
	findMatch,
	lineAt,
	type PaneLog,
	type ShownLines,
	shownLines,
} from '../../source/components/log-pane/shown-lines.ts';

const lineOf = (text: string, source: LogLine['source'] = 'stdout', step?: number): LogLine => ({
	time: 0,
	source,
	text,
	...(step === undefined ? {} : { step }),
});

/** A log whose lines are all at hand. */
const logOf = (lines: readonly LogLine[]): PaneLog => ({
	length: lines.length,
	isWhole: true,
	sourceAt: index => lines[index]?.source ?? '',
	stderrCount: () => lines.filter(({ source }) => source === 'stderr').length,
	stepAt: index => lines[index]?.step,
	textAt: index => lines[index]?.text,
});
const allOf = (log: PaneLog): ShownLines => shownLines(log, { onlyProblems: false });
const textsOf = (lines: ShownLines): (string | undefined)[] =>
	Array.from({ length: lines.length }, (_, index) => lineAt(lines, index)?.text);

/** 100 lines, every tenth on stderr; the last fifty are of step 1. */
const lines = Array.from({ length: 100 }, (_, index) =>
	lineOf(`line ${index + 1}`, index % 10 === 9 ? 'stderr' : 'stdout', index < 50 ? 0 : 1),
);
const log = logOf(lines);
const place: LogPlace = { log, height: 10, rowsOf: oneRow };

const reached = (
	actions: readonly LogAction[],
	at: LogPlace = place,
	from: LogState = newLogState,
): LogState => actions.reduce((state, action) => reduceLog(state, action, at), from);

const visible = (state: LogState, at: LogPlace = place): string[] =>
	logWindow(shownLines(at.log, { onlyProblems: state.onlyProblems, step: at.step }), state, at).lines.map(
		({ text }) => text,
	);

describe('scrolling', () => {
	test('it follows the end, also as the log grows', () => {
		expect(visible(newLogState).at(-1)).toBe('line 100');
		expect(visible(newLogState, { ...place, log: logOf([...lines, lineOf('new')]) }).at(-1)).toBe('new');
	});

	test('up stays where it is as the log grows, down to the end follows again', () => {
		const up = reached([{ type: 'scroll', by: -3 }]);
		expect(visible(up, { ...place, log: logOf([...lines, lineOf('new')]) })).toEqual(visible(up));
		expect(visible(up).at(-1)).toBe('line 97');
		expect(reached([{ type: 'scroll', by: 3 }], place, up).top).toBeUndefined();
	});

	test('pages, top and end', () => {
		expect(visible(reached([{ type: 'page', by: -1 }]))).toEqual(lines.slice(80, 90).map(({ text }) => text));
		expect(visible(reached([{ type: 'top' }]))[0]).toBe('line 1');
		expect(visible(reached([{ type: 'top' }, { type: 'page', by: 1 }]))[0]).toBe('line 11');
		expect(reached([{ type: 'top' }, { type: 'scroll', by: -1 }]).top).toBe(0);
		expect(reached([{ type: 'top' }, { type: 'follow' }]).top).toBeUndefined();
	});

	test('a short log does not scroll', () => {
		const short = { ...place, log: logOf(lines.slice(0, 3)) };
		for (const type of ['top', 'follow'] as const) {
			expect(visible(reached([{ type }], short), short)).toEqual(['line 1', 'line 2', 'line 3']);
		}
	});
});

describe('lines that are wrapped', () => {
	const long = lineOf('word '.repeat(30).trim(), 'stderr');
	const wide: LogPlace = {
		log: logOf([...lines.slice(0, 5), long, lineOf('last')]),
		height: 6,
		rowsOf: wrappedRows(20),
	};
	const window = (state: LogState) => logWindow(allOf(wide.log), state, wide, 20).lines;

	test('nothing is wider than the place, the sign stands before the first row only', () => {
		const rows = logWindow(allOf(logOf([long])), newLogState, { ...wide, height: 50 }, 20).lines;
		expect(rows.map(({ text }) => text.trim()).join(' ')).toBe(long.text);
		expect(rows.filter(({ isStderr }) => isStderr === true)).toHaveLength(1);
		expect(
			Math.max(...rows.map(({ text, isStderr }) => text.length + (isStderr ? 2 : 0))),
		).toBeLessThanOrEqual(20);
	});

	test('a page goes on where the last one ended, and each line comes into sight', () => {
		const seen = new Set<string>();
		let state = reached([{ type: 'top' }], wide);
		for (let page = 0; page < 10; page++) {
			for (const { text } of window(state)) {
				seen.add(text);
			}

			state = reduceLog(state, { type: 'page', by: 1 }, wide);
		}

		expect(seen).toContain('line 1');
		expect(seen).toContain('last');
		expect(state.top).toBeUndefined();
	});

	test('a line that is longer than the place is shown from its start', () => {
		const huge = { ...wide, log: logOf([lineOf('start '.repeat(100))]), height: 3 };
		expect(logWindow(allOf(huge.log), newLogState, huge, 20).lines).toHaveLength(3);
		expect(logWindow(allOf(huge.log), newLogState, huge, 20).lines[0]?.text).toMatch(/^start/);
	});
});

test('a match is on the screen, however long the lines above it are', () => {
	const above = lineOf('word '.repeat(100).trim());
	const far = Array.from({ length: 50 }, () => lineOf('behind'));
	for (const longOnes of [1, 3]) {
		const wide: LogPlace = {
			log: logOf([...lines, ...Array.from({ length: longOnes }, () => above), lineOf('needle'), ...far]),
			height: 9,
			rowsOf: wrappedRows(20),
		};
		const found = reached(
			[
				{ type: 'top' },
				{ type: 'start-search' },
				{ type: 'edit-search', edit: { type: 'insert', text: 'needle' } },
			],
			wide,
		);
		const window = logWindow(allOf(wide.log), found, wide, 20);
		expect(window.lines.map(({ text }) => text)).toContain('needle');
	}
});

describe('only problems', () => {
	test('stderr and errors, of one step if it is the log of one', () => {
		expect(textsOf(shownLines(log, { onlyProblems: true }))).toEqual(
			Array.from({ length: 10 }, (_, index) => `line ${(index + 1) * 10}`),
		);
		expect(shownLines(log, { onlyProblems: true, step: 1 })).toHaveLength(5);
		expect(
			shownLines(logOf([lineOf('bad', 'error'), lineOf('said', 'packer')]), { onlyProblems: true }),
		).toHaveLength(1);
	});

	test('the eye stays at the line it was at', () => {
		const low = { ...place, height: 3 };
		const at41 = reached([{ type: 'top' }, { type: 'scroll', by: 40 }], low);
		const only = reduceLog(at41, { type: 'toggle-problems' }, low);
		expect(visible(only, low)[0]).toBe('line 50');
		const back = reduceLog(only, { type: 'toggle-problems' }, low);
		expect(visible(back, low)[0]).toBe('line 50');
	});
});

const search = (query: string): LogAction[] => [
	{ type: 'start-search' },
	...Array.from(query, (text): LogAction => ({ type: 'edit-search', edit: { type: 'insert', text } })),
];

describe('searching', () => {
	test('while it follows the newest match is found first, and more letters look again from the end', () => {
		const state = reached(search('LINE 3'));
		expect(state.match).toBe(38);
		expect(visible(state)).toContain('line 39');
		expect(reached([{ type: 'edit-search', edit: { type: 'delete-backward' } }], place, state).match).toBe(
			99,
		);
	});

	test('the eye is at the match, without one at the last line: the cursor tells, not a colour alone', () => {
		const found = reached([{ type: 'top' }, ...search('line 55')]);
		expect(eyeRow(logWindow(allOf(log), found, place))).toBe(visible(found).indexOf('line 55'));
		expect(eyeRow(logWindow(allOf(log), newLogState, place))).toBe(9);
		expect(eyeRow({ lines: [], last: 0 })).toBe(0);
	});

	test('from where the eye is it goes down; n and N go round', () => {
		const state = reached([{ type: 'top' }, ...search('line 5'), { type: 'accept-search' }]);
		expect(state.match).toBe(4);
		const next = reduceLog(state, { type: 'next-match', by: 1 }, place);
		expect(next.match).toBe(49);
		expect(reduceLog(state, { type: 'next-match', by: -1 }, place).match).toBe(58);
	});

	test('what is found nowhere says so and moves nothing', () => {
		const state = reached([...search('zebra'), { type: 'accept-search' }]);
		expect([state.match, state.top]).toEqual([undefined, undefined]);
		expect(logStateText(state)).toBe('nothing holds "zebra"');
	});

	test('where not all texts are at hand it is only said what is looked for, until that is found', () => {
		const away = logOf(lines);
		const at: LogPlace = {
			...place,
			log: { ...away, isWhole: false, textAt: index => (index < 50 ? undefined : away.textAt(index)) },
		};
		const looking = reached([...search('line 7'), { type: 'accept-search' }], at);
		expect(looking).toMatchObject({
			seeking: { query: 'line 7', from: 99, direction: -1 },
			match: undefined,
		});
		expect(logStateText(looking)).toBe('looking for "line 7" …');
		const { seeking } = looking;
		expect(seeking && reduceLog(looking, { type: 'found', seeking, match: 6 }, at)).toMatchObject({
			match: 6,
			top: 3,
			seeking: undefined,
		});
		// What was looked for before is of no use any more.
		const earlier = { query: 'line', from: 99, direction: -1 } as const;
		expect(reduceLog(looking, { type: 'found', seeking: earlier, match: 98 }, at)).toBe(looking);
		expect(reduceLog(looking, { type: 'follow' }, at)).toMatchObject({
			seeking: undefined,
			match: undefined,
		});
	});

	test('an empty search is none', () => {
		const state = reached([{ type: 'start-search' }, { type: 'accept-search' }]);
		expect(state).toEqual(newLogState);
		expect(logStateText(state)).toBe('following');
	});

	test('control characters of the line do not hide it', () => {
		expect(findMatch(allOf(logOf([lineOf('\u001b[31mer\u001b[0mror')])), 'error', 0, 1)).toBe(0);
	});
});

test('counts in words', () => {
	expect(logCountText(1204, 1204, 3)).toBe('line 1,204 · 3 on stderr');
	expect(logCountText(12, 3000, 0)).toBe('line 12 of 3,000 · 0 on stderr');
	expect(logCountText(0, 0, 0)).toBe('no line · 0 on stderr');
});

test('what was printed at another time is told apart, also in rows that it is wrapped into', () => {
	const earlier: PaneLog = {
		...logOf([lineOf('now'), lineOf('what was printed then')]),
		isEarlierAt: index => index === 1,
	};
	const window = logWindow(allOf(earlier), newLogState, { height: 5, rowsOf: wrappedRows(10) }, 10);
	expect(window.lines.map(({ isEarlier }) => isEarlier ?? false)).toEqual([false, true, true, true]);
});
