import { cellWidth, cutMiddle } from '../../base/cells.ts';
import { dialogCaret, dialogLines } from '../../components/dialog/dialog.tsx';
import type { DialogState } from '../../components/dialog/dialog-state.ts';
import type { Line } from '../../components/row.tsx';
import { footerLine } from '../footer.ts';
import { cancelOptions } from './build-state.ts';

/** Cells that the choices need with their full words. */
const fullWidth = 69;

const optionsFor = (width: number) =>
	width >= fullWidth
		? cancelOptions
		: cancelOptions.map(option => ({ value: option.value, label: option.short }));

const question = (name: string, width: number): string => {
	const cost = 'First it deletes its machine, key and firewall.';
	const room = width - cellWidth(`Cancel ? ${cost}`);
	return room >= Math.min(cellWidth(name), 12)
		? `Cancel ${cutMiddle(name, room)}? ${cost}`
		: `Cancel? ${cost}`;
};

/** The question whether to cancel, in the last three rows. */
export const cancelDialogRows = (name: string, state: DialogState, width: number): readonly Line[] => {
	const interrupt: Line = [
		{ text: ' · ' },
		{ text: 'ctrl-c', style: 'key' },
		{ text: width >= fullWidth ? ' cancel and clean up' : ' cancel' },
	];
	const keep = width >= fullWidth ? 'keep building' : 'keep';
	return [
		...dialogLines({ text: question(name, width), options: optionsFor(width), state, width }),
		[...footerLine('dialog', width, { words: { back: keep } }), ...interrupt],
	];
};

/** Where the cursor stands among the choices, in cells from the left. */
export const cancelDialogCaret = (state: DialogState, width: number): number =>
	dialogCaret({ options: optionsFor(width), state });
