import { cellWidth, wrap } from '../../base/cells.ts';
import type { Whereabouts } from '../../base/paths.ts';
import { frameBody } from '../../components/frame/layout.ts';
import { blank, type Line, line } from '../../components/line.ts';
import { menuLabelWidth, menuLine, menuLines } from '../../components/menu/menu.tsx';
import { Rows } from '../../components/row.tsx';
import { signedLines } from '../../components/signed-lines.ts';
import { windowAround } from '../../components/window.ts';
import { changesText } from '../../flow/changes.ts';
import { copiesFact, laterFlag, reviewDoubts } from '../../flow/review.ts';
import { laterText, shortPlanText } from '../../flow/words/plan.ts';
import type { ViewProps } from '../state.ts';
import type { Pane, WizardState } from '../wizard/wizard-state.ts';
import { answerRows, markedReviewRow, type ReviewRow, reviewDeedRows } from './review-state.ts';

/** From so many rows of the body everything fits, the account in one. */
const airyHeight = 19;

/** More than these would push away what they are about; who puts these right is told the others. */
const mostDoubts = 6;

const shownDoubts = (doubts: readonly string[]): readonly string[] =>
	doubts.length <= mostDoubts
		? doubts
		: [...doubts.slice(0, mostDoubts - 1), `${doubts.length - mostDoubts + 1} more of that kind.`];

type BodyRow = { readonly id?: string; readonly line: Line };

/** What stands at the right of the header. */
export const reviewStatus = ({ review: { plan, written } }: WizardState, whereabouts: Whereabouts): string =>
	shortPlanText(plan, whereabouts, written);

/** The command that does the same later; where it is too long it goes on in the next row, as a shell takes it. */
const laterLines = (
	{ review, draft }: WizardState,
	width: number,
	whereabouts: Whereabouts,
): readonly Line[] => {
	if (review.plan === undefined) {
		return [line('looking at the files')];
	}

	const command = laterText(review.plan, laterFlag(draft), whereabouts);
	return cellWidth(command) <= width
		? [line(command)]
		: command.split(/(?<= run )/).map((part, index) => line(index === 0 ? `${part}\\` : `  ${part}`));
};

/** What was changed since the build that this one is made again of, one sentence. */
const changedText = ({ draft, options: { earlier } }: WizardState): string | undefined => {
	const changes = earlier && changesText(earlier.decisions, draft);
	return changes === undefined ? undefined : `Changed: ${changes}`;
};

const reviewBody = (
	state: WizardState,
	width: number,
	height: number,
	whereabouts: Whereabouts,
): readonly BodyRow[] => {
	const { review, draft } = state;
	const marked = markedReviewRow(review, draft)?.id;
	const answers = answerRows(review, draft, { facts: state.facts, times: review.times });
	const below = reviewDeedRows(review, draft);
	const labelWidth = menuLabelWidth(answers, 12);
	const rowOf = (row: ReviewRow, label: number): BodyRow => ({
		id: row.id,
		line: menuLine(row, row.id === marked, label, width),
	});
	// Who pays, or why nobody can sign, is never cut.
	const rowsOf = (row: ReviewRow): readonly BodyRow[] =>
		row.id === 'account'
			? menuLines(row, row.id === marked, labelWidth, width).map((text, index) =>
					index === 0 ? { id: row.id, line: text } : { line: text },
				)
			: [rowOf(row, labelWidth)];
	const above = answers.flatMap(rowsOf);
	const spare = height - airyHeight - (above.length - answers.length);
	const isAiry = spare >= 0;
	const gap: readonly BodyRow[] = isAiry ? [{ line: blank }] : [];
	const question = review.differing
		? signedLines('warning', 'Files there differ from the new ones. Which ones count?', width)
		: [];
	// What is new since the build that failed, what becomes of copies, and what is doubtful, stands above what spends.
	const changed = [changedText(state), copiesFact(draft, review.plan)].flatMap(text =>
		text === undefined ? [] : wrap(text, width).map(each => line(each)),
	);
	const doubts = shownDoubts(reviewDoubts(draft, review.plan)).flatMap(message =>
		signedLines('warning', message, width),
	);
	const hintWidth = menuLabelWidth(
		below.filter(({ hint }) => hint !== ''),
		12,
	);
	const told = review.refused
		? signedLines('failed', review.refused.map(text => text.trim()).join('\n'), width)
		: review.message !== undefined
			? [blank, ...wrap(review.message, width).map(text => line(text))]
			: (doubts.length > 0 || above.length > answers.length) && !isAiry
				? []
				: [line('Later, without questions:'), ...laterLines(state, width, whereabouts)];
	return [
		...above,
		...gap,
		...changed.map(text => ({ line: text })),
		...(changed.length > 0 ? gap : []),
		...doubts.map(text => ({ line: text })),
		...(doubts.length > 0 ? gap : []),
		...question.map(text => ({ line: text })),
		...below.map(row => rowOf(row, hintWidth)),
		...(spare > 0 ? gap : []),
		...told.map(text => ({ line: text })),
	];
};

/** The Recipe, the files, and what to do with them. */
export const reviewPane = ({ state, size, whereabouts }: ViewProps<WizardState>): Pane => {
	const { x, y, width, height } = frameBody(size);
	const rows = reviewBody(state, width, height, whereabouts);
	const marked = markedReviewRow(state.review, state.draft)?.id;
	const index = Math.max(
		0,
		rows.findIndex(({ id }) => id !== undefined && id === marked),
	);
	// What there is to do counts more than the first answers where not all fit.
	const { start, end } = windowAround(Math.min(index, rows.length - height), index, rows.length, height);
	const lines = rows.slice(start, end).map(row => row.line);
	return {
		view: <Rows lines={lines} width={width} height={height} />,
		caret: { x, y: y + index - start },
	};
};
