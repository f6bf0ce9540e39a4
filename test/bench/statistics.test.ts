import { describe, expect, test } from 'vitest';
import { median, quantile, spread } from '../../bench/report/statistics.ts';

describe('the statistics of the benchmarks', () => {
	test.each([
		[[7], 7],
		[[3, 1, 2], 2],
		[[4, 1, 10, 3], 3.5],
	])('the median of %j is %d', (values, expected) => {
		expect(median(values)).toBe(expected);
	});

	test('the largest of a hundred is the last, and 99 % lie below the one before', () => {
		const values = Array.from({ length: 101 }, (_, index) => (index * 37) % 101);
		expect(quantile(values, 1)).toBe(100);
		expect(quantile(values, 0.99)).toBe(99);
		expect(quantile(values, 0)).toBe(0);
	});

	test('the spread is that of the middle half: one slow run says nothing', () => {
		expect(spread([100, 100, 100, 100, 900])).toBe(0);
		expect(spread([80, 90, 100, 110, 120])).toBeCloseTo(0.2);
	});

	test('there is none of nothing', () => {
		expect(() => median([])).toThrow(RangeError);
	});
});
