import { cellWidth, cutMiddle } from '../../base/cells.ts';
import type { JournalHeader } from '../../builds/journal/journal.ts';
import { keepsMachine } from '../../builds/report/kept.ts';
import { dialogCaret, dialogLines } from '../../components/dialog/dialog.tsx';
import type { DialogState } from '../../components/dialog/dialog-state.ts';
import type { Line } from '../../components/row.tsx';
import { stopDeeds, stopQuestion } from '../../flow/stopping.ts';
import { footerLine } from '../footer.ts';

/** Cells that the choices need with their full words. */
const fullWidth = 69;

const optionsFor = (width: number, keeps: boolean) =>
	stopDeeds(keeps).map(({ id, label, short }) => ({ value: id, label: width >= fullWidth ? label : short }));

const question = (name: string, width: number, keeps: boolean): string => {
	const room = width - cellWidth(stopQuestion(keeps, ''));
	return room >= Math.min(cellWidth(name), 12)
		? stopQuestion(keeps, cutMiddle(name, room))
		: stopQuestion(keeps);
};

/** The question whether to cancel, in the last three rows. */
export const cancelDialogRows = (
	header: JournalHeader,
	state: DialogState,
	width: number,
): readonly Line[] => {
	const keeps = keepsMachine(header);
	const interrupt: Line = [
		{ text: ' · ' },
		{ text: 'ctrl-c', style: 'key' },
		{ text: width >= fullWidth && !keeps ? ' cancel and clean up' : ' cancel' },
	];
	const back = width >= fullWidth ? 'keep building' : 'keep';
	return [
		...dialogLines({
			text: question(header.recipe.name, width, keeps),
			options: optionsFor(width, keeps),
			state,
			width,
		}),
		[...footerLine('dialog', width, { words: { back } }), ...interrupt],
	];
};

/** Where the cursor stands among the choices, in cells from the left. */
export const cancelDialogCaret = (state: DialogState, width: number, keeps: boolean): number =>
	dialogCaret({ options: optionsFor(width, keeps), state });
