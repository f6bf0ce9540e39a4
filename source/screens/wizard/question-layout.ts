import { wrapInto } from '../../base/cells.ts';
import { type Area, type FrameSize, frameBody } from '../../components/frame/layout.ts';
import type { Question } from '../../questions/question.ts';

/** Cells of the answers at the left. */
export const answersWidth = 31;
/** From so many columns there is room for them. */
const sideBySideColumns = 76;
/** From so many rows explanations have their full height. */
const roomyRows = 20;
const explanationRows = 4;

/** So many rows a field has at least where there is room for them. */
const nearRows = 12;

/** Where the parts of a question stand. */
type QuestionLayout = {
	/** Whether the answers stand at the left; else they are told in the header. */
	readonly isSideBySide: boolean;
	/** Whether a blank row stands between the parts. */
	readonly isRoomy: boolean;
	/** The place of the question, on the screen. */
	readonly pane: Area;
	/** The sentence below the heading. */
	readonly text: readonly string[];
	/** The first row of the field, in rows from the top of the pane, and its height. */
	readonly fieldTop: number;
	readonly fieldHeight: number;
	/** Rows of the explanation at the bottom. */
	readonly explanation: number;
};

/** @param choices how many the list has: a short one keeps its explanation near on a tall screen. */
export const questionLayout = (
	question: Pick<Question, 'kind' | 'text' | 'isWide'> | undefined,
	size: FrameSize,
	choices = 0,
): QuestionLayout => {
	const body = frameBody(size);
	const isMany = question?.kind === 'many';
	// A list to tick needs the whole width.
	const isSideBySide = size.columns >= sideBySideColumns && !isMany && !question?.isWide;
	const isRoomy = size.rows >= roomyRows;
	const left = isSideBySide ? answersWidth + 1 : 0;
	const pane = { ...body, x: body.x + left, width: body.width - left };
	const text = question && !isMany ? wrapInto(question.text, pane.width, isRoomy ? 3 : 1) : [];
	// A list to tick has its sentence as the heading: the room goes to the rows.
	const fieldTop = 1 + text.length + (isRoomy && !isMany ? 1 : 0);
	const explanation = isRoomy ? explanationRows : 1;
	const gap = isRoomy ? 1 : 0;
	return {
		isSideBySide,
		isRoomy,
		pane,
		text,
		fieldTop,
		explanation,
		fieldHeight: Math.max(
			2,
			Math.min(body.height - fieldTop - explanation - gap, Math.max(nearRows, choices + 1)),
		),
	};
};

/** Where the parts of a form stand. */
type FormLayout = Pick<QuestionLayout, 'isRoomy' | 'explanation'> & {
	readonly pane: Area;
	/** The first row of the list, in rows from the top of the pane, and its height. */
	readonly listTop: number;
	readonly listHeight: number;
};

export const formLayout = (size: FrameSize): FormLayout => {
	const pane = frameBody(size);
	const isRoomy = size.rows >= roomyRows;
	const explanation = isRoomy ? explanationRows : 1;
	const listTop = isRoomy ? 3 : 1;
	const listHeight = pane.height - listTop - explanation - (isRoomy ? 1 : 0);
	return { pane, isRoomy, explanation, listTop, listHeight };
};

/** Rows of a field that is open below its row of a form. */
export const rowFieldHeight = (size: FrameSize, lines: number): number =>
	Math.min(lines + 1, Math.max(3, formLayout(size).listHeight - 4));

/** Rows of a field in sight; the first one of a list is the search. */
export const fieldListHeight = (question: Question, size: FrameSize, choices: number): number => {
	const rows =
		question.asked === 'form'
			? rowFieldHeight(size, choices)
			: questionLayout(question, size, choices).fieldHeight;
	return question.kind === 'choice' || question.kind === 'many' ? rows - 1 : rows;
};
