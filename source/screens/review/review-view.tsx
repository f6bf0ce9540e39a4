import type { ReactNode } from 'react';
import { cellWidth, wrap } from '../../base/cells.ts';
import type { Whereabouts } from '../../base/paths.ts';
import type { BuildMode } from '../../builds/journal/journal.ts';
import { type Area, frameBody, type Point } from '../../components/frame/frame.tsx';
import { menuLabelWidth, menuLine, menuLines } from '../../components/menu/menu.tsx';
import { blank, type Line, line, Rows } from '../../components/row.tsx';
import { signs } from '../../components/theme.ts';
import { windowAround } from '../../components/window.ts';
import { laterText } from '../../flow/words/plan.ts';
import { warningsOf } from '../../questions/warnings.ts';
import type { Size, ViewProps } from '../state.ts';
import type { WizardState } from '../wizard/wizard-state.ts';
import {
	differingCount,
	markedReviewRow,
	type ReviewRow,
	type ReviewState,
	reviewRows,
} from './review-state.ts';

/** From so many rows of the body everything fits, the account in one. */
const airyHeight = 18;

type BodyRow = { readonly id?: string; readonly line: Line };

/** What stands at the right of the header. */
export const reviewStatus = ({ review }: WizardState): string => {
	const differing = differingCount(review);
	if (differing > 0) {
		return `${differing} file${differing === 1 ? '' : 's'} of yours differ${differing === 1 ? 's' : ''}`;
	}

	if (review.written !== undefined) {
		return `written to ${review.written}`;
	}

	return review.plan?.files.every(({ state }) => state === 'same') ? 'written before' : 'nothing written yet';
};

/** The command that does the same later; where it is too long it goes on in the next row, as a shell takes it. */
const laterLines = (
	{ plan }: ReviewState,
	mode: BuildMode,
	width: number,
	whereabouts: Whereabouts,
): readonly Line[] => {
	if (plan === undefined) {
		return [line('looking at the files')];
	}

	const command = laterText(plan, mode, whereabouts);
	return cellWidth(command) <= width
		? [line(command)]
		: command.split(/(?<= run )/).map((part, index) => line(index === 0 ? `${part}\\` : `  ${part}`));
};

/** Why the files cannot be written. */
const refusedLines = (refused: readonly string[], width: number): readonly Line[] =>
	refused
		.flatMap(text => wrap(text.trim(), width - 2))
		.map(
			(text, index): Line => [{ text: index === 0 ? `${signs.failed} ` : '  ', style: 'failed' }, { text }],
		);

/** What is doubtful about the answers: it stands above what spends. */
const warningLines = (message: string, width: number): readonly Line[] =>
	wrap(message, width - 2).map(
		(text, index): Line => [{ text: index === 0 ? `${signs.warning} ` : '  ', style: 'warning' }, { text }],
	);

const reviewBody = (
	state: WizardState,
	{ width, height }: Area,
	whereabouts: Whereabouts,
): readonly BodyRow[] => {
	const { review, draft } = state;
	const marked = markedReviewRow(review, draft, whereabouts)?.id;
	const answers = reviewRows({ ...review, differing: undefined }, draft, whereabouts).filter(
		({ kind }) => kind !== 'do' && kind !== 'differing',
	);
	const below = reviewRows(review, draft, whereabouts).filter(
		({ kind }) => kind === 'do' || kind === 'differing',
	);
	const labelWidth = menuLabelWidth(answers, 12);
	const rowOf = (row: ReviewRow, label: number): BodyRow => ({
		id: row.id,
		line: menuLine(row, row.id === marked, label, width),
	});
	// Who pays, or why nobody can sign, is never cut.
	const rowsOf = (row: ReviewRow): readonly BodyRow[] =>
		row.kind === 'account'
			? menuLines(row, row.id === marked, labelWidth, width).map((text, index) =>
					index === 0 ? { id: row.id, line: text } : { line: text },
				)
			: [rowOf(row, labelWidth)];
	const answerRows = answers.flatMap(rowsOf);
	const isAiry = height >= airyHeight + answerRows.length - answers.length;
	const gap: readonly BodyRow[] = isAiry ? [{ line: blank }] : [];
	const question: readonly BodyRow[] = review.differing
		? [
				{
					line: [
						{ text: `${signs.warning} `, style: 'warning' },
						{ text: 'Files there differ from the new ones. Which ones count?' },
					],
				},
			]
		: [];
	const doubts = warningsOf(draft).flatMap(({ message }) => warningLines(message, width));
	const hintWidth = menuLabelWidth(
		below.filter(({ hint }) => hint !== ''),
		12,
	);
	const told = review.refused
		? refusedLines(review.refused, width)
		: review.message !== undefined
			? [blank, ...wrap(review.message, width).map(text => line(text))]
			: (doubts.length > 0 || answerRows.length > answers.length) && !isAiry
				? []
				: [line('Later, without questions:'), ...laterLines(review, draft.mode, width, whereabouts)];
	return [
		...answerRows,
		...gap,
		...doubts.map(text => ({ line: text })),
		...(doubts.length > 0 ? gap : []),
		...question,
		...below.map(row => rowOf(row, hintWidth)),
		...gap,
		...told.map(text => ({ line: text })),
	];
};

const inSight = (state: WizardState, size: Size, whereabouts: Whereabouts) => {
	const body = frameBody(size);
	const rows = reviewBody(state, body, whereabouts);
	const marked = markedReviewRow(state.review, state.draft, whereabouts)?.id;
	const index = Math.max(
		0,
		rows.findIndex(({ id }) => id !== undefined && id === marked),
	);
	// What there is to do counts more than the first answers where not all fit.
	const { start, end } = windowAround(
		Math.min(index, rows.length - body.height),
		index,
		rows.length,
		body.height,
	);
	return { body, rows: rows.slice(start, end), caret: index - start };
};

/** Where the cursor stands, on the screen. */
export const reviewCaret = (state: WizardState, size: Size, whereabouts: Whereabouts): Point => {
	const { body, caret } = inSight(state, size, whereabouts);
	return { x: body.x, y: body.y + caret };
};

/** The Recipe, the files, and what to do with them. */
export const ReviewPane = ({ state, size, whereabouts }: ViewProps<WizardState>): ReactNode => {
	const { body, rows } = inSight(state, size, whereabouts);
	return <Rows lines={rows.map(row => row.line)} width={body.width} height={body.height} />;
};
