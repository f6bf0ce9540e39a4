import type { Environment } from '../base/paths.ts';
import { paintedRows } from '../components/frame/painted.ts';
import { asciiText, isUtf8 } from '../components/theme.ts';
import type { FirstHome } from '../flow/home.ts';
import { homeFrame } from './home/home-frame.ts';
import { openHome } from './home/home-state.ts';
import type { Size } from './state.ts';

/** The other screen, and back from it to the terminal as it was. */
export const otherScreen = { enter: '\u001B[?1049h', leave: '\u001B[?2004l\u001B[?1049l' } as const;

/** The first frame of home for a terminal: it is on the screen before Ink is there, which draws the same. */
export const firstFrame = (
	first: FirstHome,
	size: Size,
	environment: Environment,
	platform: NodeJS.Platform,
): string => {
	const { rows, caret, ...frame } = homeFrame(openHome(first).state, size);
	const text = paintedRows(size, frame, rows).join('\n');
	const shown = isUtf8(environment, platform) ? text : asciiText(text);
	// What comes between `?2026h` and `?2026l` is drawn at once, where a terminal knows that.
	return [
		otherScreen.enter,
		// A paste is told from keys, from the beginning.
		'\u001B[?2004h',
		'\u001B[?2026h\u001B[?25l\u001B[H',
		shown,
		`\u001B[${caret.y + 1};${caret.x + 1}H`,
		'\u001B[?25h\u001B[?2026l',
	].join('');
};
