import type { ReactNode } from 'react';
import { Frame, frameBody, frameWidth, headerLine } from '../../components/frame/frame.tsx';
import { line, Rows } from '../../components/row.tsx';
import type { FilePlan } from '../../flow/files.ts';
import { planPlace } from '../../flow/words/plan.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import { scrolled } from '../scrolling.ts';
import type { ScreenModule, Size, Update } from '../state.ts';
import { type FilesState, fileRows, fileTitle } from './files-state.ts';

type FilesEvent = never;

const headerRows = 2;

/** The files of a plan, or only those that differ from what stands there. */
export const openFiles = (plan: FilePlan, only?: 'differing'): Update<FilesState, FilesEvent> => ({
	state: {
		plan,
		files: only === 'differing' ? plan.files.filter(file => file.state === 'differs') : plan.files,
		index: 0,
		top: 0,
	},
});

const View = ({ state, size }: { readonly state: FilesState; readonly size: Size }): ReactNode => {
	const body = frameBody(size, headerRows);
	const file = state.files[state.index];
	const rows = fileRows(file, body.width);
	const top = Math.min(state.top, Math.max(0, rows.length - body.height));
	const shown = rows.slice(top, top + body.height);
	return (
		<Frame
			size={size}
			header={[
				headerLine(
					line(state.plan.folder === undefined ? 'Files' : `Files in ${planPlace(state.plan)}`, 'heading'),
					`file ${state.files.length === 0 ? 0 : state.index + 1} of ${state.files.length}`,
					body.width,
				),
				headerLine(
					line(file ? fileTitle(file) : ''),
					rows.length > body.height ? `${top + 1}-${top + shown.length} of ${rows.length}` : '',
					body.width,
				),
			]}
			footer={[footerLine('files', frameWidth(size))]}
			caret={{ x: body.x, y: body.y }}
		>
			<Rows lines={shown} width={body.width} height={body.height} />
		</Frame>
	);
};

/** The files before they are written, one at a time. */
export const filesScreen: ScreenModule<FilesState, FilesEvent> = {
	update: (state, event) => {
		if (event.type !== 'key') {
			return { state };
		}

		const command = commandFor('files', event.press);
		const count = Math.max(1, state.files.length);
		switch (command) {
			case undefined:
				return { state };
			case 'back':
			case 'close-or-quit':
				return { state, effects: [{ type: 'close' }] };
			case 'help':
				return { state, effects: [{ type: 'open', route: { at: 'help', context: 'files' } }] };
			case 'next-pane':
				return { state: { ...state, index: (state.index + 1) % count, top: 0 } };
			case 'previous-pane':
				return { state: { ...state, index: (state.index + count - 1) % count, top: 0 } };
			default: {
				const { width, height } = frameBody(event.size, headerRows);
				const rows = fileRows(state.files[state.index], width).length;
				const top = scrolled(command, state.top, rows, height);
				return { state: top === undefined ? state : { ...state, top } };
			}
		}
	},
	context: () => 'files',
	View,
};
