import type { ReactNode } from 'react';
import { padEnd } from '../../base/cells.ts';
import { Frame, frameBody, frameWidth, headerLine } from '../../components/frame/frame.tsx';
import { type Line, line, Rows } from '../../components/row.tsx';
import { textFieldCaret } from '../../components/text-field/text-field.tsx';
import { signs } from '../../components/theme.ts';
import { aboutRow, type HomeRow } from '../../flow/home.ts';
import { askingCaret, askingLines } from '../asking.ts';
import { footerLine } from '../footer.ts';
import type { CommandId } from '../key-table.ts';
import type { ScreenModule, Size } from '../state.ts';
import { type HomeEvent, type HomeState, homeContext, homePage, markedRow, shownRows } from './home-state.ts';
import { updateHome } from './home-update.ts';

const lastLine = (state: HomeState, width: number): Line => {
	if (state.search) {
		const { presets, builds, actions } = shownRows(state);
		const count = presets.length + builds.length + actions.length;
		return headerLine(
			[{ text: `${signs.prompt} `, style: 'accent' }, { text: state.search.value }],
			count === 0 ? `nothing matches, esc closes the search` : `${count} found`,
			width,
		);
	}

	const row = markedRow(state);
	return line(state.message ?? (row ? aboutRow(row) : ''));
};

/** Cells for what the header tells of Packer and AWS: `Packer: 1.16.0 · AWS: keys in the environment?`. */
const factsWidth = 49;

/** Where it tells that: a place that stays while both are looked for. */
const factsPlace = (width: number): number => Math.max(16, Math.min(41, width - factsWidth));

const withoutDeeds: readonly CommandId[] = ['again', 'edit', 'delete'];

/** Whether the marked row can be run again and edited. */
const hasDeeds = (row: HomeRow | undefined): boolean =>
	row?.target.kind === 'preset' || (row?.target.kind === 'build' && row.target.build.result !== undefined);

const View = ({ state, size }: { readonly state: HomeState; readonly size: Size }): ReactNode => {
	const body = frameBody(size);
	const width = frameWidth(size);
	const row = markedRow(state);
	const { rows } = homePage(state, size, lastLine(state, width));
	const { asking, search } = state;
	const index = Math.max(
		0,
		rows.findIndex(({ id }) => id !== undefined && id === row?.id),
	);
	const caret = asking
		? askingCaret(asking, size)
		: search
			? { x: body.x + textFieldCaret({ state: search, width }), y: body.y + rows.length - 1 }
			: { x: body.x, y: body.y + index };
	const { surroundings } = state;
	return (
		<Frame
			size={size}
			header={[
				[
					{ text: padEnd('packer-wizard', factsPlace(width)), style: 'marked' },
					{
						text: surroundings
							? `${surroundings.packer} · ${surroundings.aws}`
							: 'Packer: looking · AWS: looking',
					},
				],
			]}
			footer={[
				footerLine(homeContext(state), width, {
					without: hasDeeds(row) ? [] : withoutDeeds,
				}),
			]}
			overlay={asking ? askingLines(asking, size) : []}
			caret={caret}
		>
			<Rows lines={rows.map(entry => entry.line)} width={body.width} height={body.height} />
		</Frame>
	);
};

/** The first screen: what one can begin, the presets, the builds. */
export const homeScreen: ScreenModule<HomeState, HomeEvent> = {
	update: updateHome,
	context: homeContext,
	View,
};
