import { describe, expect, test } from 'vitest';
import { diffLines, shortDiff } from '../../source/plain/diff.ts';

const signed = (old: string, fresh: string) =>
	diffLines(old, fresh).map(({ sign, text }) => `${sign}${text}`);

describe('two texts compared', () => {
	test.each([
		['a\nb\nc', 'a\nb\nc', [' a', ' b', ' c']],
		['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
		['a\nc', 'a\nb\nc', [' a', '+b', ' c']],
		['a\nb\nc', 'a\nc', [' a', '-b', ' c']],
		['', 'a', ['-', '+a']],
		['a\na', 'a', [' a', '-a']],
		['a\nb\nc\nd', 'b\nd\ne', ['-a', ' b', '-c', ' d', '+e']],
	])('%j and %j', (old, fresh, expected) => {
		expect(signed(old, fresh)).toEqual(expected);
	});

	test('the old text is what has no plus, the new one what has no minus', () => {
		const texts = Array.from({ length: 200 }, (_, seed) =>
			Array.from({ length: 12 }, (_, index) => 'abc'[(seed * 7 + index * index * (seed % 5)) % 3]).join('\n'),
		);
		for (const [index, old] of texts.entries()) {
			const fresh = texts[(index * 31 + 1) % texts.length] ?? '';
			const lines = diffLines(old, fresh);
			const without = (sign: string) =>
				lines
					.filter(line => line.sign !== sign)
					.map(line => line.text)
					.join('\n');
			expect(without('+')).toBe(old);
			expect(without('-')).toBe(fresh);
		}
	});

	test('large texts that share nothing are not compared line by line', () => {
		const old = Array.from({ length: 3000 }, (_, index) => `old ${index}`).join('\n');
		const fresh = Array.from({ length: 3000 }, (_, index) => `new ${index}`).join('\n');
		const lines = diffLines(old, fresh);
		expect(lines).toHaveLength(6000);
		expect(lines[0]).toEqual({ sign: '-', text: 'old 0' });
	});
});

test('only what differs is shown, with the lines around it', () => {
	const old = Array.from({ length: 20 }, (_, index) => `line ${index}`);
	const lines = shortDiff(diffLines(old.join('\n'), old.with(10, 'other').join('\n')), 1);
	expect(lines).toEqual(['  ...', '  line 9', '- line 10', '+ other', '  line 11', '  ...']);
});
