import { padEnd } from '../../base/cells.ts';
import { type FrameParts, frameBody, frameWidth, headerLine } from '../../components/frame/layout.ts';
import { type Line, line } from '../../components/line.ts';
import { signs } from '../../components/theme.ts';
import { aboutRow, type HomeRow } from '../../flow/home.ts';
import { footerLine } from '../footer.ts';
import type { CommandId } from '../key-table.ts';
import type { Size } from '../state.ts';
import { type HomeState, homeContext, homePage, markedRow, shownRows } from './home-state.ts';

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

/** Home as rows, and its cursor on the marked one; where something is asked or searched, that has the cursor. */
export const homeFrame = (
	state: HomeState,
	size: Size,
): FrameParts & {
	readonly rows: readonly Line[];
	readonly caret: { readonly x: number; readonly y: number };
} => {
	const body = frameBody(size);
	const width = frameWidth(size);
	const row = markedRow(state);
	const { rows } = homePage(state, size, lastLine(state, width));
	const index = Math.max(
		0,
		rows.findIndex(({ id }) => id !== undefined && id === row?.id),
	);
	const { surroundings } = state;
	return {
		header: [
			[
				{ text: padEnd('packer-wizard', factsPlace(width)), style: 'marked' },
				{
					text: surroundings
						? `${surroundings.packer} · ${surroundings.aws}`
						: 'Packer: looking · AWS: looking',
				},
			],
		],
		footer: [footerLine(homeContext(state), width, { without: hasDeeds(row) ? [] : withoutDeeds })],
		rows: rows.map(entry => entry.line),
		caret: { x: body.x, y: body.y + index },
	};
};
