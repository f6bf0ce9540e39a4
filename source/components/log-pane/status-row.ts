import { headerLine } from '../frame/layout.ts';
import type { Line } from '../line.ts';
import { textFieldCaret } from '../text-field/text-field-line.ts';
import { signs } from '../theme.ts';
import { logCountText, logStateText } from './log-lines.ts';
import type { LogState } from './log-state.ts';

export type StatusRowProps = {
	readonly view: LogState;
	/** Stands instead of what the log does: `cancelling`. */
	readonly instead?: string | undefined;
	/** Number of the last line that is shown. */
	readonly last: number;
	readonly shown: number;
	readonly stderr: number;
	readonly width: number;
};

/** The state of a log in one row, or the field of its search. */
export const statusRow = ({ view, instead, last, shown, stderr, width }: StatusRowProps): Line => {
	const left: Line = view.search
		? [{ text: `${signs.prompt} `, style: 'accent' }, { text: view.search.field.value }]
		: [{ text: view.query === '' ? (instead ?? logStateText(view)) : logStateText(view) }];
	return headerLine(left, logCountText(last, shown, stderr), width);
};

/** Where the caret of the search stands in that row, in cells from its left. */
export const statusCaret = ({ search }: LogState, width: number): number =>
	search ? textFieldCaret({ state: search.field, width }) : 0;
