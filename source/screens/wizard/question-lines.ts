import { cellWidth, cut, wrap, wrapInto } from '../../base/cells.ts';
import { drawField } from '../../components/field/field.ts';
import { type FieldState, listOf } from '../../components/field/field-state.ts';
import { type FrameSize, frameBody, headerLine, type Point } from '../../components/frame/layout.ts';
import { beside, blank, filled, type Line, line } from '../../components/line.ts';
import { selectView } from '../../components/select/select-state.ts';
import { signedLines } from '../../components/signed-lines.ts';
import type { Choice, Question } from '../../questions/question.ts';
import { answersWidth, questionLayout } from './question-layout.ts';

/** All that a question shows, as plain data: that of the first one is made when the program is built. */
export type QuestionPage = {
	readonly question: Pick<Question, 'kind' | 'title' | 'text' | 'isWide'>;
	readonly field: FieldState;
	readonly options: readonly Choice[];
	/** How old the options are. */
	readonly source?: string | undefined;
	/** Who is being asked for more of them. */
	readonly awaited?: string;
	/** Whether keys go to the field. */
	readonly isFocused: boolean;
	/** What is wrong with the answer, or doubtful about it; one sentence. */
	readonly doubt?: string | undefined;
	/** What the marked choice or the question is about: beside its name, and where its row cuts that. */
	readonly about: { readonly named: readonly string[]; readonly cut: readonly string[] };
	/** Why AWS did not say what could be shown; `isAsking` if it is something to do, which comes before all else. */
	readonly unasked?: { readonly text: string; readonly isAsking: boolean } | undefined;
	/** The answers so far, a row each of `answersWidth` cells. */
	readonly answers: readonly Line[];
};

/** Of the rows of an explanation so many are left to why AWS did not say it, where both do not fit. */
const unaskedRows = 2;

/** What is wrong with the answer, else what the marked choice or the question is about, and why AWS did not say it. */
const explanationLines = (
	{ field, options, doubt, about, unasked }: QuestionPage,
	width: number,
	rows: number,
): readonly Line[] => {
	if (doubt !== undefined) {
		return signedLines('warning', wrapInto(doubt, width - 2, rows).join('\n'), width);
	}

	const list = listOf(field);
	const choice = list && selectView(list, options, 1).option;
	// The whole name where the row had to cut it.
	const isCut = choice !== undefined && cellWidth(choice.label) > width / 2;
	const text = (isCut ? about.cut : about.named).join('\n');
	if (unasked?.isAsking) {
		const why = wrapInto(unasked.text, width, rows);
		return [...why, ...wrapInto(text, width, rows - why.length)].map(part => line(part));
	}

	const kept = unasked === undefined ? 0 : Math.min(unaskedRows, wrap(unasked.text, width).length);
	const own = text === '' ? [] : wrapInto(text, width, Math.max(1, rows - kept));
	const why = unasked === undefined ? [] : wrapInto(unasked.text, width, rows - own.length);
	return [...own, ...why].map(part => line(part));
};

const chosenText = ({ field, options }: QuestionPage): string => {
	if (field.kind !== 'many') {
		return '';
	}

	const { ticked } = field.many;
	const added = options.filter(choice => choice.added !== undefined && !ticked.includes(choice.value)).length;
	return `${ticked.length} chosen${added > 0 ? `, ${added} added` : ''}`;
};

/**
 * The body of a question: heading, sentence, field, and an explanation that always has the same height; the answers at its
 * left where there is room.
 */
export const questionLines = (
	page: QuestionPage,
	size: FrameSize,
): { readonly lines: readonly Line[]; readonly caret: Point } => {
	const { question, options, isFocused, answers } = page;
	const layout = questionLayout(question, size, options.length);
	const { pane, text, fieldTop, fieldHeight: height, isRoomy, isSideBySide } = layout;
	const { width } = pane;
	const { lines, caret } = drawField({
		...{ state: page.field, options, width, height, isFocused },
		...(page.source !== undefined && { source: page.source }),
		...(page.awaited !== undefined && { awaited: page.awaited }),
	});
	const heading = question.kind === 'many' ? question.text : question.title;
	const rows = [
		headerLine(line(heading, 'heading'), chosenText(page), width),
		...text.map(sentence => line(sentence)),
		...(fieldTop > 1 + text.length ? [blank] : []),
		...filled(lines, height),
		...(isRoomy ? [blank] : []),
		...filled(explanationLines(page, width, layout.explanation), layout.explanation),
	];
	return {
		lines: isSideBySide ? beside(filled(answers, frameBody(size).height), answersWidth + 1, rows) : rows,
		caret: { x: pane.x + caret.x, y: pane.y + fieldTop + caret.y },
	};
};

/** What stands in the header of the wizard. */
export type WizardHead = {
	/** What is being made. */
	readonly title: string;
	/** The answers in one row, where they stand nowhere else. */
	readonly folded: string;
	/** Where one is. */
	readonly right: string;
};

export const wizardHeader = ({ title, folded, right }: WizardHead, width: number): Line =>
	headerLine(
		[
			{ text: title, style: 'heading' },
			{ text: folded === '' ? '' : `  ${cut(folded, width - cellWidth(title) - cellWidth(right) - 4)}` },
		],
		right,
		width,
	);
