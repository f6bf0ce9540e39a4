import type { ReactNode } from 'react';
import { padEnd, wrap } from '../../base/cells.ts';
import { Frame, frameBody, frameWidth, headerLine } from '../../components/frame/frame.tsx';
import { type MenuRow, menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { blank, type Line, line, Rows } from '../../components/row.tsx';
import type { PresetRow } from '../../flow/presets.ts';
import { lastBuildText } from '../../flow/words/last-build.ts';
import type { Draft } from '../../questions/engine.ts';
import { type Asking, askForDraft, askingCaret, askingLines, openAsking, updateAsking } from '../asking.ts';
import { menuAction } from '../component-actions.ts';
import { interrupted, quit } from '../exits.ts';
import { footerLine } from '../footer.ts';
import { draftName } from '../home/home-rows.ts';
import type { CommandId } from '../key-table.ts';
import { commandFor } from '../keys.ts';
import { presetTask } from '../preset-tasks.ts';
import type { ScreenModule, Size, Update } from '../state.ts';

export type PresetState = {
	readonly preset: PresetRow;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly marked: string | undefined;
	/** Answers that were left. */
	readonly draft: Draft | undefined;
	/** What is asked before something is lost. */
	readonly asking: Asking | undefined;
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

const origins: Readonly<Record<PresetRow['origin'], string>> = {
	shipped: 'comes with packer-wizard',
	own: 'yours',
	project: "this project's",
};

const aboutLines = ({ preset, now }: PresetState, width: number): readonly Line[] => {
	const labelled = (label: string, text: string): readonly Line[] =>
		wrap(text, width - 16).map((part, index) => line(`  ${padEnd(index === 0 ? label : '', 12)}  ${part}`));
	const images = preset.last?.mode === 'aws' ? preset.last.artifacts : [];
	return [
		...labelled('What it is', preset.broken ?? (preset.description || preset.name)),
		...labelled('From', [origins[preset.origin], preset.file].filter(Boolean).join(', ')),
		...labelled('Last build', lastBuildText(preset, now)),
		...images.map(({ ami, region }, index) =>
			line(`  ${padEnd(index === 0 ? 'Last image' : '', 12)}  ${ami} ${region}`),
		),
		...(preset.needsToken
			? labelled('Token', 'it installs private bundles: GITHUB_OAUTH_TOKEN must be set')
			: []),
	];
};

/** The menu of a preset. */
export const openPreset = (preset: PresetRow, draft?: Draft): Update<PresetState, PresetEvent> => ({
	state: { preset, draft, now: preset.last?.time ?? 0, marked: undefined, asking: undefined },
	effects: [{ type: 'task', run: ({ emit }) => emit({ type: 'now', now: Date.now() }) }],
});

const edit = (state: PresetState): Update<PresetState, PresetEvent> => {
	const { draft, now, preset } = state;
	const begin = presetTask(preset.name, 'edit');
	const asking = askForDraft(draft, draft ? draftName(draft, now) : '', `Editing ${preset.name}`, {
		label: 'Edit it',
		effect: begin,
	});
	return asking ? { state: { ...state, asking } } : { state, effects: [begin] };
};

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
			return edit(state);
		case 'delete':
			return { state: { ...state, asking: openAsking({ kind: 'delete-preset', preset: name }) } };
		default:
			return { state, effects: [{ type: 'close' }] };
	}
};

const answerAsking = (
	state: PresetState,
	open: Asking,
	command: CommandId | undefined,
	drawn: boolean,
): Update<PresetState, PresetEvent> => {
	const answered = updateAsking(open, command, drawn);
	const next = { ...state, asking: answered.asking };
	if (answered.asking) {
		return { state: next };
	}

	const { deletes } = answered;
	return deletes === undefined
		? { state: next, effects: answered.effects }
		: {
				state: next,
				effects: [
					{
						type: 'task',
						run: async ({ actions, move }) => {
							await actions.deletePreset(deletes);
							move({ type: 'close' });
						},
					},
				],
			};
};

const contextOf = ({ asking }: PresetState) => (asking ? ('dialog' as const) : ('menu' as const));

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
	const { asking } = state;
	return (
		<Frame
			size={size}
			header={[headerLine(line(`Preset ${state.preset.name}`, 'heading'), '', width)]}
			footer={[footerLine('menu', width)]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={
				asking
					? askingCaret(asking, size)
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

		if (state.asking) {
			return answerAsking(state, state.asking, command, event.drawn);
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
				const ids = menuRows(state).map(row => row.id);
				return { state: action ? { ...state, marked: updateMenu(ids, state.marked, action) } : state };
			}
		}
	},
	context: contextOf,
	View,
};
