import { wrapInto } from '../../base/cells.ts';
import { type Area, type FrameSize, frameBody } from '../../components/frame/frame.tsx';
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
	question: Question | undefined,
	size: FrameSize,
	choices = 0,
): QuestionLayout => {
	const body = frameBody(size);
	const isMany = question?.kind === 'many';
	// A list to tick needs the whole width.
	const isSideBySide = size.columns >= sideBySideColumns && !isMany;
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

/** Rows of a list in sight: its first row is the search. */
export const listHeight = (question: Question | undefined, size: FrameSize, choices: number): number => {
	const { fieldHeight } = questionLayout(question, size, choices);
	return question?.kind === 'choice' || question?.kind === 'many' ? fieldHeight - 1 : fieldHeight;
};
