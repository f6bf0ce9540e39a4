import { defaultRecipe } from '../recipe/defaults.ts';
import { several } from './answers.ts';
import type { Draft } from './draft.ts';
import type { Answer, Decisions, Question } from './question.ts';

const untouched: Decisions = { recipe: defaultRecipe(), folder: null };

const isEmpty = (answer: Answer): boolean => several(answer).every(text => text.trim() === '');

/** Whether an answer says that there shall be nothing: it is empty, or the word `none`. */
const saysNothing = (answer: Answer): boolean =>
	several(answer).every(text => ['', 'none'].includes(text.trim().toLowerCase()));

/**
 * The answer that a question has as long as nobody says anything, if that is nothing; undefined if it is never without one.
 * Parameters of bundles are not meant: an empty one is a value that they take, or do not.
 */
const nothingOf = ({ read, parameter }: Question): Answer | undefined => {
	const usual = read(untouched);
	return parameter === undefined && saysNothing(usual) ? usual : undefined;
};

/**
 * What an empty answer takes away of a question that does not arise: what it was told while it did. Undefined if it cannot be
 * without an answer, and for any other answer.
 */
export const withoutAnswer = (question: Question, answer: Answer, draft: Draft): Draft | undefined => {
	const nothing = nothingOf(question);
	if (nothing === undefined || !isEmpty(answer)) {
		return undefined;
	}

	return isEmpty(question.read(draft)) ? draft : { ...draft, ...question.write(draft, nothing) };
};

/**
 * The answer that takes away what was said, where that is meant and possible: by an empty one, and by `none` where that can
 * be nothing else; else the answer itself.
 */
export const takenAway = (question: Question, answer: Answer, decisions: Decisions): Answer => {
	const nothing = nothingOf(question);
	return nothing !== undefined &&
		saysNothing(answer) &&
		(isEmpty(answer) || question.check(answer, decisions) !== undefined) &&
		question.check(nothing, decisions) === undefined
		? nothing
		: answer;
};
