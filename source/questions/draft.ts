import type { BuildMode } from '../base/build-mode.ts';
import { defaultRecipe } from '../recipe/defaults.ts';
import type { Decisions, Question } from './question.ts';
import { findQuestion } from './table.ts';
import { formAt, type Place, questionsFor, walk } from './walk.ts';

/** The answers so far: plain data, kept at every answer. */
export type Draft = Decisions & {
	/** What it was begun for: Review offers that first. */
	readonly mode: BuildMode;
	/** Ids of the questions that the person answered, and `settings` once that list was left. */
	readonly answered: readonly string[];
	/** By question id: why an earlier answer was dropped (`was t3.micro: arm64 needs another`). */
	readonly notes: Readonly<Record<string, string>>;
	readonly at: Place;
	/** The one question that is asked again of what was answered whole: nothing stands before it, the review behind it. */
	readonly only?: string;
	/** The place that was opened from the review: a step back from it leads there again. */
	readonly opened?: Place | undefined;
	/** When it was saved, milliseconds since 1970. */
	readonly savedAt?: number;
};

/** What a draft decides. */
export const decisionsOf = ({
	recipe,
	folder,
	preset,
	timeout,
	before,
	onError,
	elsewhere,
	shelf,
	imported,
	noNetwork,
}: Decisions): Decisions => ({
	recipe,
	folder,
	...(preset !== undefined && { preset }),
	...(timeout !== undefined && { timeout }),
	...(before && { before }),
	...(onError !== undefined && { onError }),
	...(elsewhere !== undefined && { elsewhere }),
	...(shelf && { shelf }),
	...(imported && { imported }),
	...(noNetwork !== undefined && { noNetwork }),
});

/** A draft with nothing answered. */
export const newDraft = (
	decisions: Decisions = { recipe: defaultRecipe(), folder: null },
	mode: BuildMode = 'aws',
): Draft => ({
	...decisionsOf(decisions),
	mode,
	answered: [],
	notes: {},
	at: walk(decisions)[0] ?? 'review',
});

/** A draft with everything answered, standing at the review: how a preset is edited. */
export const draftAtReview = (decisions: Decisions, mode?: BuildMode): Draft => ({
	...newDraft(decisions, mode),
	answered: walk(decisions),
	at: 'review',
});

/** A draft with everything answered, standing at one question that is asked again; undefined if it does not arise. */
export const draftAtQuestion = (decisions: Decisions, id: string, mode?: BuildMode): Draft | undefined =>
	questionsFor(decisions).some(question => question.id === id)
		? { ...draftAtReview(decisions, mode), at: id, only: id }
		: undefined;

/** The question at which the draft stands; undefined at a form, the settings and the review. */
export const currentQuestion = ({ at }: Draft): Question | undefined =>
	formAt(at) === undefined ? findQuestion(at) : undefined;
