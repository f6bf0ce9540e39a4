import type { Decisions, Question } from './question.ts';
import { questions } from './table.ts';

/** What is doubtful about an answer that is taken all the same. */
export type Warning = {
	readonly question: Question;
	/** One sentence. */
	readonly message: string;
};

/**
 * Everything that is doubtful about the decisions, in the order of the questions: told before anything is spent. What
 * several answers have a part in stands once.
 */
export const warningsOf = (decisions: Decisions): readonly Warning[] =>
	questions
		.filter(question => question.when?.(decisions) ?? true)
		.flatMap(question => (question.warn?.(decisions) ?? []).map(message => ({ question, message })))
		.filter(({ message }, index, all) => all.findIndex(warning => warning.message === message) === index);
