import type { ReactNode } from 'react';
import type { PresetRow } from '../../actions/actions.ts';
import { wrap } from '../../components/cells.ts';
import { dialogCaret, dialogLines } from '../../components/dialog/dialog.tsx';
import { type DialogState, openDialog, updateDialog } from '../../components/dialog/dialog-state.ts';
import { Frame, frameBody, frameWidth, headerLine } from '../../components/frame/frame.tsx';
import { type MenuRow, menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { blank, type Line, line, Rows } from '../../components/row.tsx';
import { menuAction } from '../component-actions.ts';
import { interrupted, quit } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { lastText } from '../home/home-rows.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import { presetTask } from '../preset-tasks.ts';
import type { ScreenModule, Size, Update } from '../state.ts';

export type PresetState = {
	readonly preset: PresetRow;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly marked: string | undefined;
	/** Open while it is asked whether to delete. */
	readonly dialog: DialogState | undefined;
};

export type PresetEvent = { readonly type: 'now'; readonly now: number };

const menuRows = ({ preset }: PresetState): readonly MenuRow[] => [
	...(preset.broken === undefined
		? [
				{ id: 'aws', label: 'Run it', hint: 'build the image in AWS' },
				{ id: 'rehearsal', label: 'Rehearse it', hint: 'on this machine, nothing to pay' },
				{ id: 'edit', label: 'Edit it', hint: 'change answers, then build or save' },
			]
		: []),
	...(preset.origin === 'own'
		? [{ id: 'delete', label: 'Delete it', hint: 'its builds and files stay' }]
		: []),
	{ id: 'back', label: 'Back' },
];

const deleteOptions = [
	{ value: 'no', label: 'Keep it' },
	{ value: 'yes', label: 'Delete it' },
];

const origins: Readonly<Record<PresetRow['origin'], string>> = {
	shipped: 'comes with packer-wizard',
	own: 'yours',
	project: "this project's",
};

const aboutLines = ({ preset, now }: PresetState, width: number): readonly Line[] => {
	const labelled = (label: string, text: string): readonly Line[] =>
		wrap(text, width - 16).map((part, index) => line(`  ${(index === 0 ? label : '').padEnd(12)}  ${part}`));
	const images = preset.last?.mode === 'aws' ? preset.last.artifacts : [];
	return [
		...labelled('What it is', preset.broken ?? (preset.description || preset.name)),
		...labelled('From', origins[preset.origin]),
		...labelled('Last build', lastText(preset, now)),
		...images.map(({ ami, region }, index) =>
			line(`  ${(index === 0 ? 'Last image' : '').padEnd(12)}  ${ami} ${region}`),
		),
		...(preset.needsToken
			? labelled('Token', 'it installs private bundles: GITHUB_OAUTH_TOKEN must be set')
			: []),
	];
};

/** The menu of a preset. */
export const openPreset = (preset: PresetRow): Update<PresetState, PresetEvent> => ({
	state: { preset, now: preset.last?.time ?? 0, marked: undefined, dialog: undefined },
	effects: [{ type: 'task', run: ({ emit }) => emit({ type: 'now', now: Date.now() }) }],
});

const activate = (state: PresetState, drawn: boolean): Update<PresetState, PresetEvent> => {
	const { name } = state.preset;
	switch (
		markedId(
			menuRows(state).map(row => row.id),
			state.marked,
		)
	) {
		case 'aws':
			// It spends: an enter that was typed before the row was there is none.
			return { state, effects: drawn ? [presetTask(name, 'aws')] : [] };
		case 'rehearsal':
			return { state, effects: [presetTask(name, 'rehearsal')] };
		case 'edit':
			return { state, effects: [presetTask(name, 'edit')] };
		case 'delete':
			return { state: { ...state, dialog: openDialog } };
		default:
			return { state, effects: [{ type: 'close' }] };
	}
};

const answerDialog = (
	state: PresetState,
	dialog: DialogState,
	command: CommandId | undefined,
	drawn: boolean,
): Update<PresetState, PresetEvent> => {
	switch (command) {
		case 'move-left':
		case 'move-right':
			return {
				state: { ...state, dialog: updateDialog(dialog, { type: command }, deleteOptions.length) },
			};
		case 'back':
			return { state: { ...state, dialog: undefined } };
		case 'activate':
			if (deleteOptions[dialog.selected]?.value !== 'yes') {
				return { state: { ...state, dialog: undefined } };
			}

			return drawn
				? {
						state,
						effects: [
							{
								type: 'task',
								run: async ({ actions, move }) => {
									await actions.deletePreset(state.preset.name);
									move({ type: 'close' });
								},
							},
						],
					}
				: { state };
		default:
			return { state };
	}
};

const contextOf = ({ dialog }: PresetState) => (dialog ? ('dialog' as const) : ('menu' as const));

const View = ({ state, size }: { readonly state: PresetState; readonly size: Size }): ReactNode => {
	const body = frameBody(size);
	const width = frameWidth(size);
	const rows = menuRows(state);
	const labelWidth = menuLabelWidth(rows, 12);
	const marked = markedId(
		rows.map(row => row.id),
		state.marked,
	);
	const about = aboutLines(state, width);
	const menu = rows.map(row => menuLine(row, row.id === marked, labelWidth, width));
	const menuTop = Math.min(about.length + 1, body.height - menu.length);
	const { dialog } = state;
	return (
		<Frame
			size={size}
			header={[headerLine(line(`Preset ${state.preset.name}`, 'heading'), '', width)]}
			footer={[footerLine('menu', width)]}
			overlay={
				dialog
					? [
							...dialogLines({
								text: `Delete the preset ${state.preset.name}? Its builds and files stay.`,
								options: deleteOptions,
								state: dialog,
								width,
							}),
							footerLine('dialog', width, { words: { back: 'keep it' } }),
						]
					: []
			}
			caret={
				dialog
					? { x: body.x + dialogCaret({ options: deleteOptions, state: dialog }), y: size.rows - 3 }
					: { x: body.x, y: body.y + menuTop + rows.findIndex(row => row.id === marked) }
			}
		>
			<Rows
				lines={[...about.slice(0, Math.max(0, menuTop - 1)), blank, ...menu]}
				width={body.width}
				height={body.height}
			/>
		</Frame>
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

		if (state.dialog) {
			return answerDialog(state, state.dialog, command, event.drawn);
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
				return { state, effects: [{ type: 'open', route: { screen: 'help', context: 'menu' } }] };
			default: {
				const action = menuAction(command);
				const ids = menuRows(state).map(row => row.id);
				return { state: action ? { ...state, marked: updateMenu(ids, state.marked, action) } : state };
			}
		}
	},
	context: contextOf,
	View,
};
