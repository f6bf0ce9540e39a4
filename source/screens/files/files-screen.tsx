import type { ReactNode } from 'react';
import { remembered } from '../../base/remembered.ts';
import { frameBody, frameWidth, headerLine } from '../../components/frame/layout.ts';
import { type Line, line } from '../../components/line.ts';
import { ScrollView } from '../../components/scroll-view/scroll-view.tsx';
import { scrolled } from '../../components/scroll-view/scrolled.ts';
import { textRows } from '../../components/text-rows.ts';
import { type FilePlan, isOnlyText } from '../../flow/files.ts';
import { type ShownFile, shownFiles } from '../../flow/shown-files.ts';
import { planPlace } from '../../flow/words/plan.ts';
import { footerLine } from '../footer.ts';
import { commandFor } from '../keys.ts';
import type { ScreenModule, Update, ViewProps } from '../state.ts';

type FilesState = {
	readonly plan: FilePlan;
	/** Undefined until they are compared with what stands there. */
	readonly files: readonly ShownFile[] | undefined;
	/** Index of the file in sight. */
	readonly index: number;
	/** First row in sight. */
	readonly top: number;
};

type FilesEvent = { readonly type: 'compared'; readonly files: readonly ShownFile[] };

const headerRows = 2;

/** The files of a plan, or only those that differ from what stands there. */
export const openFiles = (plan: FilePlan, only?: 'differing'): Update<FilesState, FilesEvent> => ({
	state: { plan, files: undefined, index: 0, top: 0 },
	effects: [
		{
			type: 'task',
			run: async ({ emit }) => emit({ type: 'compared', files: await shownFiles(plan, only) }),
		},
	],
});

const styles = { ' ': undefined, '-': 'failed', '+': 'done' } as const;

/** The rows of a file, so many cells wide. */
const rowsOf = remembered(({ isDifference, lines }: ShownFile, width: number): readonly Line[] => {
	const digits = String(lines.length).length;
	return lines.flatMap(({ sign, text }, index) =>
		isDifference
			? textRows(`${sign} `, text, width, styles[sign])
			: textRows(`${String(index + 1).padStart(digits)}  `, text, width),
	);
});

const rowsToRead = ({ files, index }: FilesState, width: number): readonly Line[] => {
	const file = files?.[index];
	return file ? rowsOf(file, width) : files ? [line('There is nothing to write.')] : [];
};

const View = ({ state, size, whereabouts }: ViewProps<FilesState>): ReactNode => {
	const { width, height } = frameBody(size, headerRows);
	const { plan, files = [], index } = state;
	const title = plan.folder === undefined ? 'Files' : `Files in ${planPlace(plan, whereabouts)}`;
	const isText = isOnlyText(plan);
	const lines = rowsToRead(state, width);
	return (
		<ScrollView
			size={size}
			headerRows={headerRows}
			header={inSight => [
				isText
					? line(files[index]?.title ?? '', 'heading')
					: headerLine(
							line(title, 'heading'),
							`file ${files.length === 0 ? 0 : index + 1} of ${files.length}`,
							width,
						),
				headerLine(
					line(isText ? '' : (files[index]?.title ?? '')),
					lines.length > height ? inSight : '',
					width,
				),
			]}
			footer={footerLine('files', frameWidth(size), {
				without: isText ? ['next-pane', 'previous-pane'] : [],
			})}
			lines={lines}
			top={state.top}
		/>
	);
};

/** The files before they are written, one at a time. */
export const filesScreen: ScreenModule<FilesState, FilesEvent> = {
	update: (state, event) => {
		if (event.type === 'compared') {
			return { state: { ...state, files: event.files } };
		}

		if (event.type !== 'key') {
			return { state };
		}

		const command = commandFor('files', event.press);
		const count = Math.max(1, state.files?.length ?? 0);
		switch (command) {
			case undefined:
				return { state };
			case 'back':
			case 'close-or-quit':
				return { state, effects: [{ type: 'close' }] };
			case 'interrupt':
				return { state, effects: [{ type: 'close', handed: event }] };
			case 'help':
				return { state, effects: [{ type: 'open', route: { at: 'help', context: 'files' } }] };
			case 'next-pane':
				return { state: { ...state, index: (state.index + 1) % count, top: 0 } };
			case 'previous-pane':
				return { state: { ...state, index: (state.index + count - 1) % count, top: 0 } };
			default: {
				const { width, height } = frameBody(event.size, headerRows);
				const top = scrolled(command, state.top, rowsToRead(state, width).length, height);
				return { state: top === undefined ? state : { ...state, top } };
			}
		}
	},
	context: () => 'files',
	View,
};
