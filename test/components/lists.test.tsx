import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { multiSelectLines } from '../../source/components/multi-select/multi-select-lines.ts';
import {
	openMultiSelect,
	updateMultiSelect,
} from '../../source/components/multi-select/multi-select-state.ts';
import { Rows } from '../../source/components/row.tsx';
import {
	matchingOptions,
	type Option,
	optionColumns,
	optionHint,
	rowColumns,
} from '../../source/components/select/options.ts';
import { selectCaret, selectLines } from '../../source/components/select/select-lines.ts';
import {
	openSelect,
	type SelectAction,
	selectView,
	updateSelect,
} from '../../source/components/select/select-state.ts';
import { windowAround } from '../../source/components/window.ts';
import { renderAt } from '../helpers/render.ts';

const options: readonly Option[] = [
	{ value: 'noble', label: 'Ubuntu 24.04 LTS', hint: 'recommended' },
	{ value: 'jammy', label: 'Ubuntu 22.04 LTS', hint: 'updates until 2027', keywords: 'Canonical' },
	{ value: 'rhel', label: 'Red Hat Enterprise Linux 10', hint: 'licence fee', mark: 'costs' },
	{ value: 'focal', label: 'Ubuntu 20.04 LTS', disabled: 'Ubuntu 20.04 LTS is too old.' },
	...Array.from({ length: 20 }, (_, index) => ({ value: `more-${index}`, label: `More ${index}` })),
];

const moved = (...actions: readonly SelectAction[]) =>
	actions.reduce((state, action) => updateSelect(state, action, options, 5), openSelect('noble'));

describe('under headings', () => {
	const grouped = ['Fruit', 'Trees'].flatMap(group =>
		Array.from({ length: 9 }, (_, index) => ({
			value: `${group}-${index}`,
			label: `${group} ${index}`,
			group,
		})),
	);

	test('that of the first row in sight stays there, and never in the place of the marked row', () => {
		let state = openSelect();
		const steps = [
			...Array.from({ length: 17 }, () => 'move-down' as const),
			...Array.from({ length: 17 }, () => 'move-up' as const),
			...(['page-down', 'page-down', 'page-up', 'move-to-end', 'page-up', 'move-to-start'] as const),
		];
		for (const type of steps) {
			state = updateSelect(state, { type }, grouped, 5);
			const place = { width: 40, height: 6 };
			const select = <Rows lines={selectLines({ options: grouped, state, ...place })} {...place} />;
			const rows = renderAt({ columns: 40, rows: 10 }, select).rows().slice(1, 6);
			const marked = state.marked?.replace('-', ' ') ?? '';
			expect(rows.join('\n')).toContain(`❯ ${marked}`);
			// Below a heading stands what it is of.
			const [first = '', second = ''] = rows;
			expect(['Fruit', 'Trees'], `${type}\n${rows.join('\n')}`).toContain(first.trim());
			expect(second, rows.join('\n')).toContain(first.trim());
		}
	});
});

describe('searching', () => {
	test('every word counts, in any part, without regard to case', () => {
		const values = (query: string) => matchingOptions(options, query).map(({ value }) => value);
		expect(values('ubu 22')).toEqual(['jammy']);
		expect(values('CANONICAL')).toEqual(['jammy']);
		expect(values('costs')).toEqual(['rhel']);
		expect(values('rhel 99')).toEqual([]);
		expect(values('  ')).toHaveLength(options.length);
	});

	test('marks the first match; without a search the mark stays', () => {
		const found = moved({ type: 'insert', text: 'more 1' });
		expect(found).toMatchObject({ query: 'more 1', marked: 'more-1' });
		expect(updateSelect(found, { type: 'clear-search' }, options, 5)).toMatchObject({ marked: 'more-1' });
	});

	test('nothing found marks nothing new', () => {
		const none = moved({ type: 'insert', text: 'zzz' });
		expect(selectView(none, options, 5).option).toBeUndefined();
		expect(none.marked).toBe('noble');
	});

	test('what was typed letter by letter and found nothing leaves no mark behind', () => {
		const typed = ['m', 'o', 'z'].map((text): SelectAction => ({ type: 'insert', text }));
		expect(moved(...typed.slice(0, 2)).marked).toBe('more-0');
		expect(moved(...typed, { type: 'clear-search' })).toMatchObject({ query: '', marked: 'noble' });
	});
});

describe('moving', () => {
	test('stops at both ends and pages', () => {
		expect(moved({ type: 'move-up' }).marked).toBe('noble');
		expect(moved({ type: 'move-to-end' }, { type: 'move-down' }).marked).toBe('more-19');
		expect(moved({ type: 'page-down' }).marked).toBe('more-0');
		expect(moved({ type: 'page-down' }, { type: 'page-up' }).marked).toBe('noble');
	});

	test('the window moves no more than it must, and always shows the mark', () => {
		let state = openSelect('noble');
		for (const type of [
			'move-down',
			'move-down',
			'page-down',
			'move-up',
			'move-to-end',
			'page-up',
			'move-to-start',
		] as const) {
			const before = selectView(state, options, 5);
			state = updateSelect(state, { type }, options, 5);
			const { start, end, index } = selectView(state, options, 5);
			expect(index).toBeGreaterThanOrEqual(start);
			expect(index).toBeLessThan(end);
			if (index >= before.start && index < before.end) {
				expect(start).toBe(before.start);
			}
		}
	});

	test('a mark whose option is gone falls on the first', () => {
		expect(selectView(openSelect('gone'), options, 5).option?.value).toBe('noble');
		expect(windowAround(3, 0, 0, 5)).toEqual({ start: 0, end: 0 });
	});
});

describe('columns', () => {
	test('fit, do not depend on what is searched, and cut names before hints', () => {
		for (const cells of [20, 43, 60, 120]) {
			const { label, hint, mark } = optionColumns(options, cells);
			expect(label + 2 + hint + (mark > 0 ? mark + 2 : 0)).toBeLessThanOrEqual(cells);
		}

		expect(optionColumns(options, 120).label).toBe('Red Hat Enterprise Linux 10'.length);
		const narrow = optionColumns(options, 43);
		expect(narrow.hint).toBeGreaterThanOrEqual('updates until 2027'.length);
	});

	test('a name that is longer than its column takes what the rest of its row leaves', () => {
		const columns = { label: 14, hint: 16, mark: 9 };
		const rowOf = (label: string, hint: string, mark?: string) =>
			rowColumns({ value: label, label, hint, ...(mark !== undefined && { mark }) }, columns);
		expect(rowOf('t3.micro', '2 vCPU, 1 GB', 'free tier')).toEqual(columns);
		expect(rowOf('t3.nano', '2 vCPU, 0.5 GB')).toMatchObject({ label: 14, hint: 16 });
		expect(rowOf('m7i-flex.2xlarge', '8 vCPU, 32 GB', 'elsewhere')).toEqual({ label: 16, hint: 14, mark: 9 });
		expect(rowOf('u7in-32tb.224xlarge', '896 vCPU, 32 TB')).toMatchObject({ label: 19 });
		// The mark is told by the explanation as well.
		expect(rowOf('u7in-32tb.224xlarge', '896 vCPU, 32 TB', 'elsewhere')).toEqual({
			label: 19,
			hint: 15,
			mark: 0,
		});
	});

	test('why something cannot be chosen stands in the place of its hint', () => {
		expect(optionHint(options[3] ?? { value: '', label: '' })).toBe('is too old');
	});
});

describe('what is drawn', () => {
	const place = { width: 45, height: 8 };

	test('rows of the given width, the search first, the mark on one row only', () => {
		const state = openSelect('jammy');
		const { rows } = renderAt(
			{ columns: 80, rows: 24 },
			<Rows lines={selectLines({ options, state, ...place, source: 'as of 2026-11-22' })} {...place} />,
		);
		expect(rows()).toHaveLength(8);
		expect(rows().every(row => stringWidth(row) <= 45)).toBe(true);
		expect(rows()[0]).toMatch(/^› +24 · as of 2026-11-22$/);
		expect(rows().filter(row => row.startsWith('❯'))).toEqual([expect.stringContaining('Ubuntu 22.04')]);
		expect(rows()[4]).toMatch(/^– Ubuntu 20\.04 LTS .*is too old/);
		expect(selectCaret({ options, state, ...place })).toEqual({ x: 0, y: 2 });
	});

	test('a long search shows its end, where one types', () => {
		const state = { ...openSelect(), query: `${'a'.repeat(60)}end` };
		const { rows } = renderAt(
			{ columns: 80, rows: 24 },
			<Rows lines={selectLines({ options, state, ...place })} {...place} />,
		);
		expect(rows()[0]).toMatch(/^› ….*end +0 of 24$/);
		expect(selectCaret({ options, state, ...place }).x).toBeLessThan(45);
	});

	test('boxes tell what is ticked, added, open and impossible', () => {
		const many: readonly Option[] = [
			{ value: 'a', label: 'a' },
			{ value: 'b', label: 'b', added: 'added: a needs it' },
			{ value: 'c', label: 'c' },
			{ value: 'd', label: 'd', disabled: 'd does not fit.' },
		];
		const { rows } = renderAt(
			{ columns: 80, rows: 24 },
			<Rows
				lines={multiSelectLines({ options: many, state: openMultiSelect(['a']), ...place })}
				{...place}
			/>,
		);
		expect(
			rows()
				.slice(1, 5)
				.map(row => row.slice(2, 5)),
		).toEqual(['[x]', '[+]', '[ ]', ' – ']);
	});
});

describe('ticking', () => {
	const toggle = { type: 'toggle' } as const;
	const mark = (value: string, ticked: readonly string[] = []) => openMultiSelect(ticked, value);

	test('ticks, unticks, and keeps the order of the list', () => {
		expect(updateMultiSelect(mark('noble', ['jammy']), toggle, options, 5).ticked).toEqual([
			'noble',
			'jammy',
		]);
		expect(updateMultiSelect(mark('jammy', ['noble', 'jammy']), toggle, options, 5).ticked).toEqual([
			'noble',
		]);
	});

	test('what cannot be ticked stays as it is and says why; what is ticked can always be taken out', () => {
		const refused = updateMultiSelect(mark('focal'), toggle, options, 5);
		expect(refused.ticked).toEqual([]);
		expect(refused.message).toBe('Ubuntu 20.04 LTS is too old.');
		expect(updateMultiSelect(refused, { type: 'move-down' }, options, 5).message).toBeUndefined();
		expect(updateMultiSelect(mark('focal', ['focal']), toggle, options, 5).ticked).toEqual([]);
	});
});
