import { wrap } from '../../base/cells.ts';
import { blank, type Line, line, type Span } from '../../components/line.ts';
import { signs } from '../../components/theme.ts';
import type { Removal } from '../../targets/aws/builds/remains/places.ts';
import {
	allRemains,
	foundText,
	notLookedTexts,
	remainText,
	removalText,
	removedText,
} from '../../targets/aws/flow/words/remains.ts';
import { actionRow } from '../failure/failure-lines.ts';
import { type CleanupState, deedsNow } from './cleanup-state.ts';

const wrapped = (text: string, width: number): Line[] => wrap(text, width).map(row => line(row));

const signOf = ({ why }: Removal): Span =>
	why === undefined
		? { text: `${signs.done} `, style: 'done' }
		: { text: `${signs.failed} `, style: 'failed' };

/** A text in as many rows as it needs, those behind the first further in. */
const hanging = (text: string, width: number): Line[] =>
	wrap(text, width - 4).map((row, index) => line(`${index === 0 ? '  ' : '    '}${row}`));

/** What is told above the rows: what is there, or what became of it. */
const told = ({ id, found, removals, complaints, now }: CleanupState, width: number): readonly Line[] => {
	if (found === undefined) {
		return [line(`Looking in AWS for what build ${id} left …`)];
	}

	if (removals !== undefined) {
		return [
			...removals.flatMap(removal =>
				wrap(removalText(removal), width - 2).map(
					(row, index): Line => [index === 0 ? signOf(removal) : { text: '  ' }, { text: row }],
				),
			),
			...(complaints
				? [blank, ...wrapped(removedText({ removals, complaints }), width)]
				: [line('Deleting …')]),
		];
	}

	return [
		...wrapped(foundText(found), width),
		...allRemains(found).flatMap(remain => hanging(remainText(remain, now), width)),
		...notLookedTexts(found).flatMap(text => wrapped(text, width)),
	];
};

/** The rows of the screen, and which of them is marked. What can be done stays whole where there is not room for all. */
export const cleanupLines = (
	state: CleanupState,
	width: number,
	height: number,
): { readonly lines: readonly Line[]; readonly markedLine: number } => {
	const menu = deedsNow(state).map((deed, index) => actionRow(deed, index === state.marked));
	const all = told(state, width);
	const room = Math.max(1, height - menu.length - 1);
	const shown =
		all.length <= room ? all : [...all.slice(0, room - 1), line(`… and ${all.length - room + 1} more rows`)];
	const lines = [...shown, ...(menu.length > 0 ? [blank, ...menu] : [])];
	return {
		lines,
		markedLine: Math.max(0, lines.length - menu.length + (menu.length > 0 ? state.marked : -1)),
	};
};
