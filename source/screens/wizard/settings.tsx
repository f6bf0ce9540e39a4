import type { ReactNode } from 'react';
import { frameBody, type Point } from '../../components/frame/frame.tsx';
import { type MenuRow, menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { line, Rows } from '../../components/row.tsx';
import { windowAround } from '../../components/window.ts';
import { goTo, leaveSettings, settingsFor } from '../../questions/engine.ts';
import { menuAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import type { Size } from '../state.ts';
import { arrive, stepBack } from './question-update.ts';
import type { WizardState, WizardUpdate } from './wizard-state.ts';

const goOn: MenuRow = { id: 'go-on', label: 'Go on', hint: 'all have a default' };

const settingRows = ({ draft }: WizardState): readonly MenuRow[] => [
	goOn,
	...settingsFor(draft).map(question => {
		const note = draft.notes[question.id];
		const summary = question.summary(draft);
		return {
			id: question.id,
			label: question.title,
			hint: note === undefined ? summary : `${summary} (${note})`,
		};
	}),
];

const ids = (state: WizardState): readonly string[] => settingRows(state).map(({ id }) => id);

/** What a command does in the list of settings. */
export const updateSettings = (state: WizardState, command: CommandId): WizardUpdate => {
	const marked = markedId(ids(state), state.setting);
	switch (command) {
		case 'activate':
			return marked === goOn.id || marked === undefined
				? arrive({ ...state, setting: undefined }, leaveSettings(state.draft))
				: arrive({ ...state, setting: marked }, goTo(state.draft, marked));
		case 'back':
			return stepBack(state);
		default: {
			const action = menuAction(command);
			return { state: action ? { ...state, setting: updateMenu(ids(state), marked, action) } : state };
		}
	}
};

const listed = (state: WizardState, size: Size) => {
	const rows = settingRows(state);
	const marked = markedId(ids(state), state.setting);
	const index = rows.findIndex(({ id }) => id === marked);
	// A heading above, a blank row and what the marked row is about below.
	const { start, end } = windowAround(0, index, rows.length, frameBody(size).height - 3);
	return { rows, marked, index, start, end };
};

/** Where the cursor stands, on the screen. */
export const settingsCaret = (state: WizardState, size: Size): Point => {
	const { x, y } = frameBody(size);
	const { index, start } = listed(state, size);
	return { x, y: y + 1 + index - start };
};

/** The list of settings: each has a default, any can be changed. */
export const SettingsPane = ({
	state,
	size,
}: {
	readonly state: WizardState;
	readonly size: Size;
}): ReactNode => {
	const { width, height } = frameBody(size);
	const { rows, marked, start, end } = listed(state, size);
	const labelWidth = menuLabelWidth(rows, 16);
	const question = settingsFor(state.draft).find(({ id }) => id === marked);
	const lines = [
		line('More settings', 'heading'),
		...rows.slice(start, end).map(row => menuLine(row, row.id === marked, labelWidth, width)),
	];
	const below = line(question?.text ?? 'Enter takes the defaults and goes on.');
	return (
		<Rows
			lines={[
				...lines,
				...Array.from({ length: Math.max(0, height - lines.length - 1) }, () => line('')),
				below,
			]}
			width={width}
			height={height}
		/>
	);
};
