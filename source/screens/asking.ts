import type { BuildMode } from '../builds/journal/journal.ts';
import { dialogCaret, dialogLines } from '../components/dialog/dialog.tsx';
import {
	type DialogOption,
	type DialogState,
	openDialog,
	updateDialog,
} from '../components/dialog/dialog-state.ts';
import { type FrameSize, frameBody, frameWidth, type Point } from '../components/frame/frame.tsx';
import type { Line } from '../components/row.tsx';
import type { Draft } from '../questions/engine.ts';
import { footerLine, safeWords } from './footer.ts';
import type { CommandId } from './key-table.ts';
import type { Effect } from './state.ts';

/** What is asked before something of the person's is lost. `instead` begins what takes the place of the draft. */
export type Ask =
	| {
			readonly kind: 'replace-draft';
			readonly text: string;
			readonly draft: Draft;
			readonly instead: { readonly label: string; readonly effect: Effect<never> };
	  }
	| { readonly kind: 'delete-preset'; readonly preset: string };

/** Such a question while it is open. */
export type Asking = { readonly ask: Ask; readonly dialog: DialogState };

export const openAsking = (ask: Ask): Asking => ({ ask, dialog: openDialog });

/** Begins the questions from the first. */
export const startAnew = (fresh: Draft, mode: BuildMode): Effect<never> => ({
	type: 'open',
	route: { at: 'wizard', draft: { ...fresh, mode } },
});

/** The question to ask first, undefined if nothing would be lost. `what` tells the draft in a few words. */
export const askForDraft = (
	draft: Draft | undefined,
	what: string,
	who: string,
	instead: Extract<Ask, { kind: 'replace-draft' }>['instead'],
): Asking | undefined =>
	draft !== undefined && draft.answered.length > 0
		? openAsking({ kind: 'replace-draft', text: `${who} takes the place of ${what}.`, draft, instead })
		: undefined;

const optionsOf = (ask: Ask): readonly DialogOption[] =>
	ask.kind === 'delete-preset'
		? [
				{ value: 'no', label: 'Keep it' },
				{ value: 'yes', label: 'Delete it' },
			]
		: [
				{ value: 'no', label: 'Continue those' },
				{ value: 'yes', label: ask.instead.label },
			];

const textOf = (ask: Ask): string =>
	ask.kind === 'delete-preset' ? `Delete the preset ${ask.preset}? Its builds and files stay.` : ask.text;

/** What a key did to an open question: it stays open, or is closed with or without something to do. */
export type Answered =
	| { readonly asking: Asking }
	| { readonly asking: undefined; readonly effects: readonly Effect<never>[]; readonly deletes?: string };

const closed: Answered = { asking: undefined, effects: [] };

export const updateAsking = (asking: Asking, command: CommandId | undefined, drawn: boolean): Answered => {
	const { ask, dialog } = asking;
	const options = optionsOf(ask);
	switch (command) {
		case 'move-left':
		case 'move-right':
			return { asking: { ask, dialog: updateDialog(dialog, { type: command }, options.length) } };
		case 'back':
			return closed;
		case 'activate': {
			const isYes = options[dialog.selected]?.value === 'yes';
			if (ask.kind === 'replace-draft') {
				return {
					asking: undefined,
					effects: [isYes ? ask.instead.effect : { type: 'open', route: { at: 'wizard', draft: ask.draft } }],
				};
			}

			if (!isYes) {
				return closed;
			}

			// It deletes: an enter that was typed before it could be seen is none.
			return drawn ? { asking: undefined, effects: [], deletes: ask.preset } : { asking };
		}

		default:
			return { asking };
	}
};

/** The last rows of the screen while it is asked. */
export const askingLines = ({ ask, dialog }: Asking, size: FrameSize): readonly Line[] => {
	const width = frameWidth(size);
	const options = optionsOf(ask);
	return [
		...dialogLines({ text: textOf(ask), options, state: dialog, width }),
		footerLine('dialog', width, {
			words: { back: ask.kind === 'delete-preset' ? safeWords(options) : 'back' },
		}),
	];
};

/** Where the cursor stands while it is asked, on the screen. */
export const askingCaret = ({ ask, dialog }: Asking, size: FrameSize): Point => ({
	x: frameBody(size).x + dialogCaret({ options: optionsOf(ask), state: dialog }),
	y: size.rows - 3,
});
