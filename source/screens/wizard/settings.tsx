import { wrapInto } from '../../base/cells.ts';
import { menuAction } from '../../components/actions.ts';
import { frameBody, headerLine } from '../../components/frame/layout.ts';
import { blank, line } from '../../components/line.ts';
import { menuLabelWidth, menuLine } from '../../components/menu/menu.tsx';
import { markedId, updateMenu } from '../../components/menu/menu-state.ts';
import { Rows } from '../../components/row.tsx';
import { windowAround } from '../../components/window.ts';
import { chooseSetting, settingRows, settingsTitle } from '../../flow/settings.ts';
import type { CommandId } from '../key-table.ts';
import type { Size } from '../state.ts';
import { arrive, stepBack } from './question-update.ts';
import type { Pane, WizardState, WizardUpdate } from './wizard-state.ts';

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

/** The list of settings: each has a default, any can be changed. */
export const settingsPane = ({ draft, setting }: WizardState, size: Size): Pane => {
	const { x, y, width, height } = frameBody(size);
	const rows = settingRows(draft);
	const index = Math.max(
		0,
		rows.findIndex(({ id }) => id === setting),
	);
	// A heading above; below two rows for what the marked row is about, the first of them blank if it is short.
	const { start, end } = windowAround(0, index, rows.length, height - 3);
	const inSight = end - start < rows.length ? `${start + 1}-${end} of ${rows.length}` : '';
	const heading = headerLine(line(settingsTitle, 'heading'), inSight, width);
	const about = wrapInto(rows[index]?.text ?? '', width, 2).map(text => line(text));
	const labelWidth = menuLabelWidth(rows, 16);
	const shown = rows.slice(start, end).map(row => menuLine(row, row === rows[index], labelWidth, width));
	const gap = Array.from({ length: Math.max(0, height - 1 - shown.length - about.length) }, () => blank);
	const lines = [heading, ...shown, ...gap, ...about];
	return {
		view: <Rows lines={lines} width={width} height={height} />,
		caret: { x, y: y + 1 + index - start },
	};
};
