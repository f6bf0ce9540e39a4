import { cellWidth, wrapInto } from '../../base/cells.ts';
import { type Line, line } from '../line.ts';
import { signs } from '../theme.ts';
import type { DialogOption, DialogState } from './dialog-state.ts';

export type DialogProps = {
	readonly text: string;
	readonly options: readonly DialogOption[];
	readonly state: DialogState;
	readonly width: number;
};

const gap = 5;

/** Where the cursor stands in the row of choices, in cells from its left. */
export const dialogCaret = ({ options, state }: Pick<DialogProps, 'options' | 'state'>): number =>
	options.slice(0, state.selected).reduce((x, option) => x + cellWidth(option.label) + gap, 0);

/** Rows that a question may take where it has to name what would be lost. */
const mostRows = 4;

/** A dialog as the rows above the footer: what is asked, and below it the choices side by side. */
export const dialogLines = ({ text, options, state, width }: DialogProps): readonly Line[] => [
	...wrapInto(text, width, mostRows).map(row => line(row, 'heading')),
	options.flatMap((option, index) => {
		const isMarked = index === state.selected;
		return [
			{ text: isMarked ? `${signs.mark} ` : '  ', style: 'accent' as const },
			{ text: option.label, style: isMarked ? ('marked' as const) : undefined },
			{ text: index < options.length - 1 ? '   ' : '' },
		];
	}),
];
