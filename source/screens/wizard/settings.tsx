import type { ReactNode } from 'react';
import { frameBody, type Point } from '../../components/frame/frame.tsx';
import { menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { line, Rows } from '../../components/row.tsx';
import { windowAround } from '../../components/window.ts';
import { chooseSetting, settingRows, settingsTitle } from '../../flow/wizard.ts';
import { menuAction } from '../component-actions.ts';
import type { CommandId } from '../key-table.ts';
import type { Size } from '../state.ts';
import { arrive, stepBack } from './question-update.ts';
import type { WizardState, WizardUpdate } from './wizard-state.ts';

/** What a command does in the list of settings. */
export const updateSettings = (state: WizardState, command: CommandId): WizardUpdate => {
	const ids = settingRows(state.draft).map(({ id }) => id);
	const marked = markedId(ids, state.setting);
	switch (command) {
		case 'activate': {
			const draft = marked === undefined ? state.draft : chooseSetting(state.draft, marked);
			return arrive({ ...state, setting: draft.at === marked ? marked : undefined }, draft);
		}
		case 'back':
			return stepBack(state);
		default: {
			const action = menuAction(command);
			return { state: action ? { ...state, setting: updateMenu(ids, marked, action) } : state };
		}
	}
};

const listed = (state: WizardState, size: Size) => {
	const rows = settingRows(state.draft);
	const marked = markedId(
		rows.map(({ id }) => id),
		state.setting,
	);
	const index = rows.findIndex(({ id }) => id === marked);
	// A heading above, a blank row and what the marked row is about below.
	const { start, end } = windowAround(0, index, rows.length, frameBody(size).height - 3);
	return { rows, index, start, end };
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
	const { rows, index, start, end } = listed(state, size);
	const labelWidth = menuLabelWidth(rows, 16);
	const lines = [
		line(settingsTitle, 'heading'),
		...rows.slice(start, end).map(row => menuLine(row, row === rows[index], labelWidth, width)),
	];
	return (
		<Rows
			lines={[
				...lines,
				...Array.from({ length: Math.max(0, height - lines.length - 1) }, () => line('')),
				line(rows[index]?.text ?? ''),
			]}
			width={width}
			height={height}
		/>
	);
};
