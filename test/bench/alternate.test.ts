import { expect, test } from 'vitest';
import { alternate } from '../../bench/measure/alternate.ts';

test('contenders are measured in turns, the first turn is not counted, and who fails takes no further part', async () => {
	const order: string[] = [];
	const counting = (name: string) => ({
		name,
		run: async () => order.push(name),
	});
	const failing = {
		name: 'c',
		run: async () => {
			order.push('c');
			throw new Error('no network\nand more');
		},
	};
	const { signal } = new AbortController();
	const outcomeOf = await alternate([counting('a'), failing, counting('b')], 2, { signal });
	expect(order).toEqual(['a', 'c', 'b', 'a', 'b', 'a', 'b']);
	expect(['a', 'b', 'c', 'd'].map(outcomeOf)).toEqual([
		{ values: [4, 6] },
		{ values: [5, 7] },
		{ values: [], why: 'c failed: no network' },
		{ values: [], why: 'd was not measured' },
	]);
});

test('an end that was asked for comes through, and nothing more is started', async () => {
	const leaving = new AbortController();
	let runs = 0;
	const run = async () => {
		runs++;
		leaving.abort();
		return 1;
	};
	await expect(alternate([{ name: 'a', run }], 9, leaving)).rejects.toThrow(/abort/i);
	expect(runs).toBe(1);
});
