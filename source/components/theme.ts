import type { TextProps } from 'ink';
import { cellWidth, splitGraphemes } from '../base/cells.ts';
import type { Environment } from '../base/paths.ts';

/** Signs that are one cell wide in every terminal. */
export const signs = {
	done: '✓',
	failed: '✗',
	running: '▸',
	warning: '!',
	/** Only checked where it would have been run. */
	notRun: '~',
	/** The marked row. */
	mark: '❯',
	/** A caret is on the screen: letters are text. */
	prompt: '›',
	ticked: '[x]',
	unticked: '[ ]',
	added: '[+]',
	impossible: ' – ',
	stderr: '|',
} as const;

/**
 * The colours: a few of the terminal's own 16, whose owner chose them to be read. Magenta is the one that keeps its
 * contrast on dark and on light backgrounds alike. No colour is the only sign of anything, and nothing is dim but what was
 * printed at another time: its step says from when it is.
 */
export const styles = {
	plain: {},
	heading: { bold: true },
	accent: { color: 'magenta' },
	marked: { color: 'magenta', bold: true },
	done: { color: 'green' },
	failed: { color: 'red' },
	warning: { bold: true },
	key: { bold: true },
	earlier: { dimColor: true },
} as const satisfies Readonly<Record<string, Pick<TextProps, 'bold' | 'color' | 'dimColor'>>>;
export type StyleName = keyof typeof styles;

const asciiOf: Readonly<Record<string, string>> = {
	'✓': '+',
	'✗': 'x',
	'▸': '>',
	'❯': '>',
	'›': ':',
	'…': '~',
	'·': '-',
	'–': '-',
	'→': '>',
	'×': 'x',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'│': '|',
	'─': '-',
};

/** The text with an ASCII sign for each other one, as wide as before, so that no column moves. */
export const asciiText = (text: string): string =>
	/^[\u0000-\u007F]*$/.test(text)
		? text
		: splitGraphemes(text)
				.map(sign => asciiOf[sign] ?? (/^[\u0000-\u007F]/.test(sign) ? sign : '?'.repeat(cellWidth(sign))))
				.join('');

/** Whether the locale writes UTF-8 (LC_ALL, LC_CTYPE, LANG, in the order that the C library asks). */
export const isUtf8 = (environment: Environment, platform: NodeJS.Platform): boolean => {
	const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'];
	// macOS starts its terminals with UTF-8 also where no locale is set.
	return locale ? /utf-?8/i.test(locale) : platform === 'darwin';
};
