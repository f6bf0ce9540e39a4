import type { Decisions, Question } from '../questions/question.ts';
import { questions } from '../questions/table.ts';
import { questionsFor } from '../questions/walk.ts';

const isSameAnswer = (question: Question, before: Decisions, after: Decisions): boolean =>
	JSON.stringify(question.read(before)) === JSON.stringify(question.read(after));

/** `Machine: t3.micro → t3.small`; where a few words tell no difference, `Your own commands: changed`. */
const changeText = (question: Question, before: Decisions, after: Decisions): string => {
	const [was, is] = [question.summary(before), question.summary(after)];
	return `${question.title}: ${was === is ? 'changed' : `${was} → ${is}`}`;
};

/**
 * The answers that are others now, in the order in which they are asked, in one line: `Machine: t3.micro → t3.small`;
 * undefined if none is.
 */
export const changesText = (before: Decisions, after: Decisions): string | undefined => {
	const asked = [...questionsFor(before), ...questionsFor(after)];
	const changed = questions
		.filter(question => asked.includes(question) && !isSameAnswer(question, before, after))
		.map(question => changeText(question, before, after));
	return changed.length === 0 ? undefined : changed.join('; ');
};
