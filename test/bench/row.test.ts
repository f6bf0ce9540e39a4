import { describe, expect, test } from 'vitest';
import { remarks } from '../../bench/report/remarks.ts';
import { comparisonRow, limitRow, type Series } from '../../bench/report/row.ts';

const series = (name: string, ...values: readonly number[]): Series => ({ name, unit: 'ms', values });
const steady = (name: string, value: number): Series => series(name, value, value, value);
const machine = { cores: 2, system: 'linux x64', node: '22.0.0', load: 0.1 };

describe('a row of the benchmarks', () => {
	test('says ours beside the other, and whether the target is met', () => {
		const ours = steady('home', 150);
		expect(comparisonRow({ what: 'home', ours, other: steady('peer', 100), most: 1.5 })).toEqual({
			what: 'home',
			ours: '150 ms ±0 %',
			other: 'peer 100 ms ±0 %',
			ratio: '1.50 ×',
			target: '≤ 1.5 ×',
			runs: '3',
			verdict: 'met',
		});
		expect(comparisonRow({ what: 'home', ours, other: steady('peer', 99), most: 1.5 }).verdict).toBe(
			'missed',
		);
	});

	test('may add something to the ratio', () => {
		const row = { what: 'trace', ours: steady('ours', 2300), most: 1.1, plus: 300 };
		const other = steady('packer', 2000);
		expect(comparisonRow({ ...row, other })).toMatchObject({ target: '≤ 1.1 × + 300 ms', verdict: 'met' });
		expect(comparisonRow({ ...row, other: steady('packer', 1800) }).verdict).toBe('missed');
	});

	test('tells nothing if the other, or what was measured in between, is noisy; ours may vary', () => {
		const ours = series('home', 100, 150, 200);
		const noisy = series('node', 30, 40, 50);
		const row = { what: 'home', ours, other: steady('peer', 100), most: 2 };
		expect(comparisonRow(row).verdict).toBe('met');
		expect(comparisonRow({ ...row, witnesses: [noisy] }).verdict).toBe('unclear');
		expect(comparisonRow({ ...row, other: noisy }).verdict).toBe('unclear');
	});

	test('holds a share of the values against a number', () => {
		const keys = series('keys', ...Array.from({ length: 100 }, (_, index) => index + 1));
		expect(limitRow({ what: 'key', ours: keys, most: 16, share: 0.99 })).toMatchObject({
			ours: '99 ms',
			target: '≤ 16 ms',
			verdict: 'missed',
		});
		expect(limitRow({ what: 'key', ours: keys, most: 99.5, share: 0.99 }).verdict).toBe('met');
	});

	test('says why there is nothing to compare', () => {
		const other: Series = { name: 'peer', unit: 'ms', values: [], why: 'npm ci failed' };
		const row = comparisonRow({ what: 'home', ours: steady('home', 1), other, most: 2 });
		expect(row).toMatchObject({ ours: 'not measured', target: '≤ 2 ×', verdict: 'untold' });
		const measured = comparisonRow({ what: 'a', ours: steady('a', 1), other: steady('b', 1), most: 1 });
		expect(remarks([row, measured, row], machine)).toContain('2 of 3 rows not measured: npm ci failed');
	});

	test('that is unclear is told of below the table, and so is a machine at work', () => {
		const row = comparisonRow({ what: 'a', ours: steady('a', 1), other: series('b', 1, 2, 3), most: 1 });
		expect(remarks([row], machine).join('\n')).toContain('1 of 1 rows cannot be told');
		expect(remarks([], machine)).toHaveLength(1);
		expect(remarks([], { ...machine, load: 20 }).join('\n')).toContain('load average 20.0');
	});
});
