import type { ReactNode } from 'react';
import { padEnd, wrap } from '../../base/cells.ts';
import { menuAction } from '../../components/actions.ts';
import { frameBody, frameWidth, headerLine } from '../../components/frame/layout.ts';
import { PaintedFrame } from '../../components/frame/painted-frame.tsx';
import { blank, type Line, line } from '../../components/line.ts';
import { type MenuRow, menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { presetDeeds } from '../../flow/presets.ts';
import type { PresetRow } from '../../flow/rows.ts';
import { aboutPreset } from '../../flow/words/presets.ts';
import type { Draft } from '../../questions/draft.ts';
import { type Asking, answerAsking, askingCaret, askingLines, type Ways } from '../asking.ts';
import { interrupted, quit } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import { beginDeed } from '../preset-tasks.ts';
import type { ScreenModule, Size, Task, Update } from '../state.ts';

export type PresetState = {
	readonly preset: PresetRow;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly marked: string | undefined;
	/** Answers that were left. */
	readonly draft: Draft | undefined;
	/** What is asked before something is lost. */
	readonly asking: Asking<Ways<PresetEvent>> | undefined;
};

export type PresetEvent = { readonly type: 'now'; readonly now: number };

type PresetUpdate = Update<PresetState, PresetEvent>;

const menuRows = ({ preset }: PresetState): readonly MenuRow[] => [
	...presetDeeds(preset),
	{ id: 'back', label: 'Back' },
];

const ids = (state: PresetState): readonly string[] => menuRows(state).map(({ id }) => id);

const aboutLines = ({ preset, now }: PresetState, width: number): readonly Line[] =>
	aboutPreset(preset, now).flatMap(([label, text]) =>
		wrap(text, width - 16).map((part, index) => line(`  ${padEnd(index === 0 ? label : '', 12)}  ${part}`)),
	);

/** The menu of a preset. */
export const openPreset = (preset: PresetRow, draft?: Draft): PresetUpdate => ({
	state: { preset, draft, now: preset.last?.time ?? 0, marked: undefined, asking: undefined },
	effects: [{ type: 'task', run: ({ now, emit }) => emit({ type: 'now', now: now() }) }],
});

const activate = (state: PresetState, drawn: boolean): PresetUpdate => {
	const { preset, draft: left, now } = state;
	const marked = markedId(ids(state), state.marked);
	const deed = presetDeeds(preset).find(({ id }) => id === marked);
	if (!deed) {
		return { state, effects: [{ type: 'close' }] };
	}

	const deleted: Task<PresetEvent>['run'] = ({ move }) => move({ type: 'close' });
	const begun = beginDeed(preset, deed.id, { left, now, drawn, deleted });
	return 'effects' in begun ? { state, effects: begun.effects } : { state: { ...state, ...begun } };
};

const contextOf = ({ asking }: PresetState) => (asking ? ('dialog' as const) : ('menu' as const));

const View = ({ state, size }: { readonly state: PresetState; readonly size: Size }): ReactNode => {
	const body = frameBody(size);
	const width = frameWidth(size);
	const rows = menuRows(state);
	const labelWidth = menuLabelWidth(rows, 12);
	const marked = markedId(ids(state), state.marked);
	const about = aboutLines(state, width);
	const menu = rows.map(row => menuLine(row, row.id === marked, labelWidth, width));
	const menuTop = Math.min(about.length + 1, body.height - menu.length);
	const { asking } = state;
	return (
		<PaintedFrame
			size={size}
			header={[headerLine(line(`Preset ${state.preset.name}`, 'heading'), '', width)]}
			footer={[footerLine('menu', width)]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={
				asking
					? askingCaret(asking, size)
					: { x: body.x, y: body.y + menuTop + rows.findIndex(row => row.id === marked) }
			}
			rows={[...about.slice(0, Math.max(0, menuTop - 1)), blank, ...menu]}
		/>
	);
};

/** What one can do with a preset. */
export const presetScreen: ScreenModule<PresetState, PresetEvent> = {
	update: (state, event) => {
		if (event.type === 'now') {
			return { state: { ...state, now: event.now } };
		}

		if (event.type !== 'key') {
			return { state };
		}

		const command = commandFor(contextOf(state), event.press);
		if (command === 'interrupt') {
			return { state, effects: [interrupted()] };
		}

		if (state.asking) {
			const { asking, effects } = answerAsking(state.asking, command, event.drawn);
			return { state: { ...state, asking }, effects };
		}

		switch (command) {
			case undefined:
				return { state };
			case 'activate':
				return activate(state, event.drawn);
			case 'back':
				return { state, effects: [{ type: 'close' }] };
			case 'close-or-quit':
				return { state, effects: [quit()] };
			case 'help':
				return { state, effects: [{ type: 'open', route: { at: 'help', context: 'menu' } }] };
			default: {
				const action = menuAction(command);
				return {
					state: action ? { ...state, marked: updateMenu(ids(state), state.marked, action) } : state,
				};
			}
		}
	},
	context: contextOf,
	View,
};
