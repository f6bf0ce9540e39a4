import type { Environment } from '../base/paths.ts';
import type { FrameParts, Point } from '../components/frame/layout.ts';
import { paintedRows } from '../components/frame/painted.ts';
import type { Line } from '../components/line.ts';
import { asciiText, isUtf8 } from '../components/theme.ts';
import type { Size } from './state.ts';

/** A frame with the rows of its body, and its cursor. */
export type WholeFrame = FrameParts & { readonly rows: readonly Line[]; readonly caret: Point };

/** How a terminal shows a frame, each time in one go where it knows `?2026`. */
export const drawnFrame = (
	{ rows, caret, ...frame }: WholeFrame,
	size: Size,
	environment: Environment,
	platform: NodeJS.Platform,
): string => {
	const text = paintedRows(size, frame, rows).join('\n');
	const shown = isUtf8(environment, platform) ? text : asciiText(text);
	const place = `\u001B[${caret.y + 1};${caret.x + 1}H`;
	return `\u001B[?2026h\u001B[?25l\u001B[H${shown}${place}\u001B[?25h\u001B[?2026l`;
};
