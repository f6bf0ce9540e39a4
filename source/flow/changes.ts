import { type Decisions, type Question, wholeTitle } from '../questions/question.ts';
import { questions } from '../questions/table.ts';
import { questionsFor } from '../questions/walk.ts';

/** An answer that is another one now, in a few words each; those may be the same where they do not tell all. */
export type ChangedAnswer = { readonly question: Question; readonly was: string; readonly is: string };

const isSameAnswer = (question: Question, before: Decisions, after: Decisions): boolean =>
	JSON.stringify(question.read(before)) === JSON.stringify(question.read(after));

/** The answers that are others now, in the order in which they are asked. */
export const changedAnswers = (before: Decisions, after: Decisions): readonly ChangedAnswer[] => {
	const asked = [...questionsFor(before), ...questionsFor(after)].filter(
		({ within }) => within === undefined,
	);
	return questions
		.filter(question => asked.includes(question) && !isSameAnswer(question, before, after))
		.map(question => ({ question, was: question.summary(before), is: question.summary(after) }));
};

/** `t3.micro → t3.small`; where a few words tell no difference, `changed`. */
export const changeText = ({ was, is }: Pick<ChangedAnswer, 'was' | 'is'>): string =>
	was === is ? 'changed' : `${was} → ${is}`;

/** The same in one line: `Machine: t3.micro → t3.small; Your own commands: changed`; undefined if none is another. */
export const changesText = (before: Decisions, after: Decisions): string | undefined =>
	changedAnswers(before, after)
		.map(changed => `${wholeTitle(changed.question)}: ${changeText(changed)}`)
		.join('; ') || undefined;
