import { cellWidth, padEnd } from '../base/cells.ts';
import { wordFor } from '../base/count.ts';
import { Problem } from '../base/problem.ts';
import type { Draft } from '../questions/draft.ts';
import { flagText } from '../questions/flag-text.ts';
import type { Question } from '../questions/question.ts';
import { questionsFor } from '../questions/walk.ts';
import { checkRecipe } from '../recipe/read.ts';

/** Questions whose default is only a proposal: nobody gets an image somewhere, of something, by accident. */
export const neverAssumed: ReadonlySet<string> = new Set(['region', 'base', 'name']);

/** The questions that somebody has to answer before the image can be made, in order. */
export const missingAnswers = (draft: Draft): readonly Question[] =>
	questionsFor(draft).filter(
		question =>
			(neverAssumed.has(question.id) && !draft.answered.includes(question.id)) ||
			question.check(question.read(draft), draft) !== undefined,
	);

/** @throws Problem (exit 2) that lists all that is missing at once, with the flag that gives it. */
const refuseMissing = (missing: readonly Question[], reason: string): void => {
	if (missing.length > 0) {
		const flags = missing.map(question => flagText(question));
		const width = Math.max(...flags.map(cellWidth));
		throw new Problem(
			`${wordFor(missing.length, 'An answer is', `${missing.length} answers are`)} missing.`,
			{
				reason,
				next: missing.map(({ text }, index) => `${padEnd(flags[index] ?? '', width)}  ${text}`),
			},
		);
	}
};

/**
 * Where nobody can be asked, everything must have been answered by flags.
 * @throws Problem (exit 2) that lists all that is missing.
 */
export const requireAnswers = (draft: Draft): void =>
	refuseMissing(missingAnswers(draft), 'Nobody can be asked here, so flags must give them:');

/**
 * What was whole may lack something once flags changed it: a bundle that needs a value.
 * @throws Problem (exit 2) that lists all that is missing, or all that is wrong.
 */
export const requireWhole = (draft: Draft): void => {
	refuseMissing(
		questionsFor(draft).filter(question => question.check(question.read(draft), draft) !== undefined),
		'What was asked for needs them, and flags can give them:',
	);
	checkRecipe(draft.recipe, draft.recipe.name);
};
