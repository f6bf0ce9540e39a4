import type { BuildMode } from '../base/build-mode.ts';
import { currentQuestion, type Draft } from '../questions/draft.ts';
import { position } from '../questions/moves.ts';
import type { Decisions } from '../questions/question.ts';
import { formAt } from '../questions/walk.ts';
import { isSameRecipe } from '../recipe/read.ts';
import type { Ask } from './ask.ts';
import type { LeftAnswers } from './rows.ts';
import { draftName } from './words/drafts.ts';

// One person's answers are kept at a time: at every answer, until something was made of them or a person gave them up
// for others.

/** How the answers in a wizard stand to those that are kept. */
export type Keeping = {
	/** The kept answers that others may take the place of: the same ones as they were kept last, or given up by the person. */
	readonly known: Decisions | undefined;
	/** Whether the kept answers are these. */
	readonly isOwn: boolean;
};

/** At the beginning nothing is kept, as far as is known. */
export const nothingKept: Keeping = { known: undefined, isOwn: false };

/** These answers are kept. */
export const keptAs = (answers: Decisions): Keeping => ({ known: answers, isOwn: true });

/** The person gave up answers that were left; as long as no others were given they are there. */
export const givenUp = (left: Draft | undefined): Keeping => ({ known: left, isOwn: false });

/** The kept answers that something is made of: they are done with once it is there. */
export const madeOf = ({ known, isOwn }: Keeping): Decisions | undefined => (isOwn ? known : undefined);

/** Whether two decide the same. */
export const isSame = (one: Decisions, other: Decisions): boolean =>
	one.folder === other.folder &&
	one.preset === other.preset &&
	one.timeout === other.timeout &&
	one.onError === other.onError &&
	isSameRecipe(one.recipe, other.recipe);

/** Whether there is an answer to lose. */
export const isLeft = (draft: Draft | undefined): draft is Draft =>
	draft !== undefined && draft.answered.length > 0;

/** `at step 5 of 8: Machine`. */
const placeText = (draft: Draft): string => {
	const { step, steps } = position(draft);
	const title = currentQuestion(draft)?.title ?? formAt(draft.at);
	return `at step ${step} of ${steps}: ${title ?? (draft.at === 'review' ? 'Review' : 'More settings')}`;
};

/** Answers that were kept, and as a list tells of them if there is one to lose. */
export const draftAtHome = (
	draft: Draft | undefined,
): { readonly draft: Draft | undefined; readonly left?: LeftAnswers } => ({
	draft,
	...(isLeft(draft) && {
		left: {
			name: draft.recipe.name,
			place: placeText(draft),
			...(draft.savedAt !== undefined && { savedAt: draft.savedAt }),
		},
	}),
});

/** Whether a step of the wizard is kept: an answer is; moving about, or the same answer again, only where they are kept already. */
export const isToKeep = ({ isOwn }: Keeping, before: Draft, after: Draft): boolean =>
	isOwn || String(before.answered.toSorted()) !== String(after.answered.toSorted()) || !isSame(before, after);

/** Whether answers that are kept would be lost by others: they are there, and were not given up. */
export const isInTheWay = (there: Draft | undefined, known: Decisions | undefined): there is Draft =>
	isLeft(there) && (known === undefined || !isSame(there, known));

/** What takes the place of answers that were left. */
export type Instead =
	| { readonly kind: 'new'; readonly mode: BuildMode }
	| { readonly kind: 'edit' | 'change'; readonly name: string };

/** What answers are called: the preset that they are of, else the image. */
export const answersName = ({ preset, recipe }: Decisions): string => preset ?? recipe.name;

/** Answers that were changed, as what takes the place of others. */
export const changing = (draft: Draft): Instead => ({ kind: 'change', name: answersName(draft) });

/** What is asked before answers that were left are given up for others; undefined if there are none. */
export const askForLeft = (left: Draft | undefined, instead: Instead, now: number): Ask | undefined => {
	if (!isLeft(left)) {
		return undefined;
	}

	const [who, go] =
		instead.kind === 'new'
			? [instead.mode === 'rehearsal' ? 'Another image' : 'A new image', 'Start anew']
			: instead.kind === 'edit'
				? [`Editing ${instead.name}`, 'Edit it']
				: [`Changing ${instead.name}`, 'Change it'];
	return { text: `${who} takes the place of ${draftName(left, now)}.`, safe: 'Continue those', go };
};
