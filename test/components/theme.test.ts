import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { asciiText, isUtf8, signs, styles } from '../../source/components/theme.ts';

test('every sign has one of ASCII that is as wide', () => {
	for (const sign of [...Object.values(signs), '…', '·', '–', '→', '↑↓', '←→', '×']) {
		expect(asciiText(sign)).toMatch(/^[ -~]+$/);
		expect(asciiText(sign)).not.toContain('?');
		expect(stringWidth(asciiText(sign))).toBe(stringWidth(sign));
	}

	expect(asciiText('日本 é \u001B[1mweb\u001B[22m')).toBe('???? ? \u001B[1mweb\u001B[22m');
});

test('the sign of a state is never the same as that of another', () => {
	const states = [
		signs.done,
		signs.failed,
		signs.running,
		signs.warning,
		signs.ticked,
		signs.unticked,
		signs.added,
		signs.impossible,
	];
	expect(new Set(states).size).toBe(states.length);
	expect(new Set(states.map(asciiText)).size).toBe(states.length);
});

test('nothing is dim but what was printed at another time, nothing bright black or of a colour that one background swallows', () => {
	for (const [name, style] of Object.entries(styles)) {
		expect(Object.keys(style).includes('dimColor')).toBe(name === 'earlier');
		expect(['magenta', 'green', 'red', undefined]).toContain('color' in style ? style.color : undefined);
	}
});

test('the locale is asked as the C library does', () => {
	expect(isUtf8({ LANG: 'C.UTF-8' }, 'linux')).toBe(true);
	expect(isUtf8({ LANG: 'de_DE.utf8' }, 'linux')).toBe(true);
	expect(isUtf8({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'linux')).toBe(false);
	expect(isUtf8({ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, 'linux')).toBe(true);
	expect(isUtf8({}, 'linux')).toBe(false);
	expect(isUtf8({}, 'darwin')).toBe(true);
});
