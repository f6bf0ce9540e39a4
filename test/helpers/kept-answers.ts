import { isInTheWay, isSame } from '../../source/flow/drafts.ts';
import type { Draft } from '../../source/questions/draft.ts';
import type { Decisions } from '../../source/questions/question.ts';

export type KeptAnswers = {
	/** What is kept now. */
	readonly there: () => Draft | undefined;
	/** Everything that was kept, in order. */
	readonly saved: readonly Draft[];
	readonly saveDraft: (draft: Draft, known: Decisions | undefined) => Promise<Draft | undefined>;
	/** What starting, writing and saving do to kept answers that they are made of. */
	readonly drop: (madeOf: Decisions | undefined) => void;
};

/** Kept answers in memory: nothing is lost that the real ones would not lose. */
export const keptAnswers = (left?: Draft): KeptAnswers => {
	let there = left;
	const saved: Draft[] = [];
	return {
		there: () => there,
		saved,
		saveDraft: async (draft, known) => {
			if (isInTheWay(there, known)) {
				return there;
			}

			saved.push(draft);
			there = { ...draft, savedAt: Date.now() };
			return undefined;
		},
		drop: madeOf => {
			there = there && madeOf && isSame(there, madeOf) ? undefined : there;
		},
	};
};
