import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { amountText } from '../../bench/report/amounts.ts';
import { comparisonRow, limitRow } from '../../bench/report/row.ts';
import { tableLines } from '../../bench/report/table.ts';

const rows = [
	comparisonRow({
		what: 'first frame of home',
		ours: { name: 'home', unit: 'ms', values: [431, 431] },
		other: { name: 'create-vite', unit: 'ms', values: [52, 52] },
		most: 1.5,
	}),
	limitRow({
		what: 'package',
		ours: { name: 'npm pack', unit: 'bytes', values: [2_400_000] },
		most: 2_500_000,
	}),
];

describe('the table of the benchmarks', () => {
	test('is one of Markdown, its columns below each other', () => {
		expect(tableLines(rows, Number.POSITIVE_INFINITY)).toEqual([
			'| what                | ours        | the other              | ratio  | target     | runs |',
			'| ------------------- | ----------- | ---------------------- | ------ | ---------- | ---- |',
			'| first frame of home | 431 ms ±0 % | create-vite 52 ms ±0 % | 8.29 × | ≤ 1.5 × ✗  | 2    |',
			'| package             | 2.4 MB      | –                      | –      | ≤ 2.5 MB ✓ | 1    |',
		]);
	});

	test('becomes a list where it is too wide, with the same in it', () => {
		const [wide = ''] = tableLines(rows, Number.POSITIVE_INFINITY);
		const width = stringWidth(wide);
		expect(tableLines(rows, width)[0]).toBe(wide);
		const list = tableLines(rows, width - 1);
		expect(list.slice(0, 3)).toEqual([
			'first frame of home',
			'  ours      431 ms ±0 %',
			'  the other create-vite 52 ms ±0 %',
		]);
		expect(Math.max(...list.map(line => stringWidth(line)))).toBeLessThan(40);
		expect(list).toHaveLength(12);
	});
});

test.each([
	[3.14, 'ms', '3.1 ms'],
	[431.4, 'ms', '431 ms'],
	[4210, 'ms', '4.2 s'],
	[690_000, 'bytes', '0.7 MB'],
	[0.031, 'share', '3.1 %'],
] as const)('%d %s is written as %s', (value, unit, text) => {
	expect(amountText(value, unit)).toBe(text);
});
