import { cellWidth, cutMiddle } from '../../base/cells.ts';
import { dialogCaret, dialogLines } from '../../components/dialog/dialog.tsx';
import type { DialogState } from '../../components/dialog/dialog-state.ts';
import type { Line } from '../../components/row.tsx';
import { stopDeeds, stopQuestion } from '../../flow/stopping.ts';
import { footerLine } from '../footer.ts';

/** Cells that the choices need with their full words. */
const fullWidth = 69;

const optionsFor = (width: number) =>
	stopDeeds.map(({ id, label, short }) => ({ value: id, label: width >= fullWidth ? label : short }));

const question = (name: string, width: number): string => {
	const room = width - cellWidth(stopQuestion(''));
	return room >= Math.min(cellWidth(name), 12) ? stopQuestion(cutMiddle(name, room)) : stopQuestion();
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
