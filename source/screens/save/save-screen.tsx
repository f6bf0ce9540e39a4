import type { ReactNode } from 'react';
import { wrap } from '../../base/cells.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { Problem, problemLines } from '../../base/problem.ts';
import { textFieldAction } from '../../components/actions.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { blank, type Line, line } from '../../components/line.ts';
import { textFieldCaret, textFieldLine } from '../../components/text-field/text-field-line.ts';
import {
	openTextField,
	type TextFieldAction,
	type TextFieldState,
	updateTextField,
} from '../../components/text-field/text-field-state.ts';
import { signs } from '../../components/theme.ts';
import type { Ask } from '../../flow/ask.ts';
import { savingAs, wrongName } from '../../flow/presets.ts';
import type { SavedPreset } from '../../flow/rows.ts';
import { runAgainLines } from '../../flow/words/presets.ts';
import { interrupted } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import type { Effect, ScreenEvent, ScreenModule, ScreenRoute, Task, Update, ViewProps } from '../state.ts';

type SaveRoute = Extract<ScreenRoute, { readonly at: 'save-preset' }>;

export type SaveState = {
	readonly route: SaveRoute;
	readonly field: TextFieldState;
	/** What is wrong with the name. */
	readonly complaint: readonly string[];
	/** What it was asked about: the next enter saves it all the same. */
	readonly asked: { readonly name: string; readonly overwrite: boolean } | undefined;
	/** What it was saved as. */
	readonly saved: SavedPreset | undefined;
};

export type SaveEvent =
	| { readonly type: 'saved'; readonly saved: SavedPreset }
	| { readonly type: 'asked'; readonly name: string; readonly overwrite: boolean; readonly ask: Ask }
	| { readonly type: 'refused'; readonly problem: Problem };

type Result = Update<SaveState, SaveEvent>;

export const openSave = (route: SaveRoute): Result => ({
	state: { route, field: openTextField(route.name), complaint: [], asked: undefined, saved: undefined },
});

const saveTask = (name: string, { kept, madeOf }: SaveRoute, asked: SaveState['asked']): Task<SaveEvent> => ({
	type: 'task',
	keep: true,
	run: async ({ actions, emit }) => {
		const { overwrite, ask, saved } = savingAs(name, (await actions.home()).presets);
		if (ask && (asked?.name !== name || asked.overwrite !== overwrite)) {
			emit({ type: 'asked', name, overwrite, ask });
			return;
		}

		try {
			await actions.savePreset(name, kept, overwrite, madeOf);
			emit({ type: 'saved', saved });
		} catch (error) {
			if (!(error instanceof Problem)) {
				throw error;
			}

			emit({ type: 'refused', problem: error });
		}
	},
});

const close = ({ saved }: SaveState): Effect<SaveEvent> => ({
	type: 'close',
	...(saved === undefined ? {} : { saved }),
});

const accept = (state: SaveState, drawn: boolean): Result => {
	const name = state.field.value.trim();
	if (state.saved !== undefined) {
		return { state, effects: [close(state)] };
	}

	const wrong = wrongName(name);
	if (wrong !== undefined) {
		return { state: { ...state, complaint: [wrong] } };
	}

	const asked = state.asked?.name === name ? state.asked : undefined;
	return asked && !drawn ? { state } : { state, effects: [saveTask(name, state.route, asked)] };
};

const edit = (state: SaveState, action: TextFieldAction | undefined): Result => {
	const { field, saved } = state;
	return action && saved === undefined
		? { state: { ...state, field: updateTextField(field, action), complaint: [], asked: undefined } }
		: { state };
};

const update = (state: SaveState, event: ScreenEvent<SaveEvent>, { environment }: Whereabouts): Result => {
	switch (event.type) {
		case 'saved':
			return { state: { ...state, saved: event.saved, complaint: [] } };
		case 'asked': {
			const { name, overwrite, ask } = event;
			const complaint = [`${ask.text}: enter ${overwrite ? 'replaces' : 'saves'} it.`];
			return { state: { ...state, asked: { name, overwrite }, complaint } };
		}

		case 'refused':
			return { state: { ...state, complaint: problemLines(event.problem, environment) } };
		case 'paste':
			return edit(state, { type: 'insert', text: event.text });
		case 'key': {
			const command = commandFor('text', event.press);
			switch (command) {
				case undefined:
					return { state };
				case 'back':
					return { state, effects: [close(state)] };
				case 'interrupt': {
					const { ended } = state.route;
					return { state, effects: [ended ? { type: 'exit', outcome: ended } : interrupted()] };
				}

				case 'activate':
					return accept(state, event.drawn);
				default:
					return edit(state, textFieldAction(command, event.press.text));
			}
		}

		default:
			return { state };
	}
};

/** Rows above the field. */
const above = 2;

const outcomeLines = (state: SaveState, width: number, { environment }: Whereabouts): readonly Line[] =>
	state.saved === undefined
		? state.complaint.flatMap(text => wrap(text, width)).map(text => line(text, 'warning'))
		: [
				[{ text: `${signs.done} `, style: 'done' }, { text: `Saved as ${state.saved.name}.` }],
				blank,
				...runAgainLines(state.saved, environment).map(text => line(text)),
			];

const View = ({ state, size, whereabouts }: ViewProps<SaveState>): ReactNode => {
	const { x, y, width } = frameBody(size);
	const below = state.route.ended ? 'back to the result' : 'back to Review';
	return (
		<PaintedFrame
			size={size}
			header={[line('Save as a preset', 'heading')]}
			footer={[
				footerLine('text', width, {
					words: { activate: state.saved === undefined ? 'save' : below, back: 'back' },
					without: ['next-pane'],
				}),
			]}
			caret={{ x: x + textFieldCaret({ state: state.field, width }), y: y + above }}
			rows={[
				line('A name under which all these answers can be run again.'),
				blank,
				textFieldLine({ state: state.field, width }),
				blank,
				...outcomeLines(state, width, whereabouts),
			]}
		/>
	);
};

/** Asks for a name and saves a Recipe under it. */
export const saveScreen: ScreenModule<SaveState, SaveEvent> = { update, context: () => 'text', View };
