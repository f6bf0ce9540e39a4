import { cellWidth, cutMiddle } from '../../base/cells.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { dialogCaret, dialogLines } from '../../components/dialog/dialog.ts';
import type { DialogState } from '../../components/dialog/dialog-state.ts';
import type { Line } from '../../components/line.ts';
import { type CancelEffect, cancelEffect, stopDeeds, stopQuestion } from '../../flow/stopping.ts';
import { footerLine } from '../footer.ts';

/** Cells that the choices need with their full words. */
const fullWidth = 69;

const optionsFor = (width: number, effect: CancelEffect) =>
	stopDeeds(effect).map(({ id, label, short }) => ({ value: id, label: width >= fullWidth ? label : short }));

const question = (name: string, width: number, effect: CancelEffect): string => {
	const room = width - cellWidth(stopQuestion(effect, ''));
	return room >= Math.min(cellWidth(name), 12)
		? stopQuestion(effect, cutMiddle(name, room))
		: stopQuestion(effect);
};

/** The question whether to cancel, in the last three rows. */
export const cancelDialogRows = (timeline: Timeline, state: DialogState, width: number): readonly Line[] => {
	const effect = cancelEffect(timeline);
	const interrupt: Line = [
		{ text: ' · ' },
		{ text: 'ctrl-c', style: 'key' },
		{
			text:
				width >= fullWidth && effect !== 'keeps' && effect !== 'copies' ? ' cancel and clean up' : ' cancel',
		},
	];
	const back = width >= fullWidth ? 'keep building' : 'keep';
	return [
		...dialogLines({
			text: question(timeline.header.recipe.name, width, effect),
			options: optionsFor(width, effect),
			state,
			width,
		}),
		[...footerLine('dialog', width, { words: { back } }), ...interrupt],
	];
};

/** Where the cursor stands among the choices, in cells from the left. */
export const cancelDialogCaret = (state: DialogState, width: number, effect: CancelEffect): number =>
	dialogCaret({ options: optionsFor(width, effect), state });
