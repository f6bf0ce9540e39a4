import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import {
	cellWidth,
	cut,
	cutMiddle,
	padEnd,
	splitGraphemes,
	wrap,
	wrapInto,
	wrapWords,
} from '../../source/base/cells.ts';

const samples = [
	'',
	'web',
	'é',
	'日本語のイメージ',
	'👩‍👩‍👧 team',
	'a👍🏽b',
	'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*',
];

describe.each(samples)('%s', text => {
	test.each([0, 1, 2, 5, 12, 80])('fits into %i cells, cut or filled', cells => {
		expect(cellWidth(cut(text, cells))).toBeLessThanOrEqual(cells);
		expect(cellWidth(cutMiddle(text, cells))).toBeLessThanOrEqual(cells);
		expect(cellWidth(padEnd(text, cells))).toBe(cells);
		if (cellWidth(text) <= cells) {
			expect(cut(text, cells)).toBe(text);
			expect(cutMiddle(text, cells)).toBe(text);
		}
	});

	test.each([2, 5, 12, 80])('wraps into lines of %i cells and loses nothing', cells => {
		const lines = wrap(text, cells);
		expect(lines.every(line => cellWidth(line) <= cells)).toBe(true);
		expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
	});
});

test('a sign that is taken for one cell without a look takes one', () => {
	const plain = [...Array(0x2800).keys()]
		.map(code => String.fromCharCode(code))
		.filter(sign => /[ -~¡-¬®-ʯ–—‘-”…›←-↓→×─│✓✗▸❯]/.test(sign));
	expect(plain.length).toBeGreaterThan(600);
	expect(plain.filter(sign => stringWidth(sign) !== 1 || splitGraphemes(`a${sign}a`).length !== 3)).toEqual(
		[],
	);
});

test('of a long name the end stays', () => {
	const name = 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260427';
	expect(cutMiddle(name, 30)).toMatch(/^ubuntu.*….*server-20260427$/);
	expect(cellWidth(cutMiddle(name, 30))).toBe(30);
});

test('a text of too many lines says that it goes on', () => {
	expect(wrapInto('one two three four', 5, 2)).toEqual(['one', 'two …']);
	expect(wrapInto('one two', 5, 2)).toEqual(['one', 'two']);
});

test('words are broken only where they are longer than a line', () => {
	expect(wrap('a server made from it', 8)).toEqual(['a server', 'made', 'from it']);
	expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
	expect(wrap('ab 日本語 cd', 5)).toEqual(['ab', '日本', '語 cd']);
	// One that is as long as a whole log, too: each piece is looked at once.
	expect(wrap('x'.repeat(2_000_000), 80)).toHaveLength(25_000);
});

test('words that are longer stay whole where they are to be copied', () => {
	expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
	expect(wrapWords('extraordinary x', 5)).toEqual(['extraordinary', 'x']);
	expect(wrapWords('日本 日本', 6)).toEqual(['日本', '日本']);
	expect(wrapWords('', 5)).toEqual(['']);
});
