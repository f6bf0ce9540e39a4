import { dialogCaret, dialogLines } from '../components/dialog/dialog.ts';
import {
	type DialogOption,
	type DialogState,
	openDialog,
	updateDialog,
} from '../components/dialog/dialog-state.ts';
import { type FrameSize, frameBody, frameWidth, type Point } from '../components/frame/layout.ts';
import type { Line } from '../components/line.ts';
import type { Ask } from '../flow/ask.ts';
import { footerLine, safeWords } from './footer.ts';
import type { CommandId } from './key-table.ts';
import type { Effect } from './state.ts';

/** A question before something is lost while it is open, and what it is asked for. */
export type Asking<Meant> = { readonly ask: Ask; readonly meant: Meant; readonly dialog: DialogState };

export const openAsking = <Meant>(ask: Ask, meant: Meant): Asking<Meant> => ({
	ask,
	meant,
	dialog: openDialog,
});

const optionsOf = ({ safe, go }: Ask): readonly DialogOption[] => [
	{ value: 'safe', label: safe },
	{ value: 'go', label: go },
];

/** What a key did to an open question: it stays open, or is answered. */
export const updateAsking = <Meant>(
	asking: Asking<Meant>,
	command: CommandId | undefined,
	drawn: boolean,
): { readonly asking: Asking<Meant> } | { readonly answer: 'back' | 'safe' | 'go' } => {
	switch (command) {
		case 'move-left':
		case 'move-right':
			return { asking: { ...asking, dialog: updateDialog(asking.dialog, { type: command }, 2) } };
		case 'back':
			return { answer: 'back' };
		case 'activate':
			// Something is lost: an enter that was typed before it could be seen is none.
			return asking.dialog.selected === 0 ? { answer: 'safe' } : drawn ? { answer: 'go' } : { asking };
		default:
			return { asking };
	}
};

/** What the answers to a question lead to. */
export type Ways<Own> = { readonly safe: readonly Effect<Own>[]; readonly go: readonly Effect<Own>[] };

/** The same for a question whose answers are effects. */
export const answerAsking = <Own>(
	open: Asking<Ways<Own>>,
	command: CommandId | undefined,
	drawn: boolean,
): { readonly asking: Asking<Ways<Own>> | undefined; readonly effects: readonly Effect<Own>[] } => {
	const updated = updateAsking(open, command, drawn);
	return 'asking' in updated
		? { asking: updated.asking, effects: [] }
		: { asking: undefined, effects: updated.answer === 'back' ? [] : open.meant[updated.answer] };
};

/** The last rows of the screen while it is asked. */
export const askingLines = ({ ask, dialog }: Asking<unknown>, size: FrameSize): readonly Line[] => {
	const width = frameWidth(size);
	const options = optionsOf(ask);
	return [
		...dialogLines({ text: ask.text, options, state: dialog, width }),
		footerLine('dialog', width, { words: { back: ask.isSafeBack ? safeWords(options) : 'back' } }),
	];
};

/** Where the cursor stands while it is asked, on the screen. */
export const askingCaret = ({ ask, dialog }: Asking<unknown>, size: FrameSize): Point => ({
	x: frameBody(size).x + dialogCaret({ options: optionsOf(ask), state: dialog }),
	y: size.rows - 3,
});
