import type { Answer, Decisions, Question, SectionId } from './question.ts';

/** Where the wizard stands: a question's id, the list of settings, or the review. */
export type Place = string | 'settings' | 'review';

/** The answers so far: plain data, kept at every answer. */
export type Draft = Decisions & {
	/** Ids of the questions that the person answered. */
	readonly answered: readonly string[];
	/** By question id: why an earlier answer was dropped (`was t3.micro: arm64 needs another`). */
	readonly notes: Readonly<Record<string, string>>;
	readonly at: Place;
	/** When it was saved, milliseconds since 1970. */
	readonly savedAt?: number;
};

/** A row at the left of the wizard. */
export type SectionRow = {
	readonly id: SectionId;
	readonly title: string;
	readonly status: 'done' | 'current' | 'open';
	/** The answer in a few words, or the note on a dropped answer. */
	readonly summary: string;
	readonly stale: boolean;
};

/** A draft with nothing answered; or, for a preset, with everything answered and standing at the review. */
export declare const newDraft: (decisions?: Decisions) => Draft;

/** The questions that apply, in order. */
export declare const questionsFor: (decisions: Decisions) => readonly Question[];

/** The question at which the draft stands; undefined at the settings and the review. */
export declare const currentQuestion: (draft: Draft) => Question | undefined;

/** Step 3 of 8, and the part within the step where it has several. */
export declare const position: (draft: Draft) => {
	readonly step: number;
	readonly steps: number;
	readonly part?: number;
	readonly parts?: number;
};

export declare const sectionRows: (draft: Draft) => readonly SectionRow[];

/** Answers the current question and goes to the next; or says what is wrong. */
export declare const answerCurrent: (
	draft: Draft,
	answer: Answer,
) => { readonly draft: Draft } | { readonly complaint: string };

/** One step back; undefined at the first question. */
export declare const goBack: (draft: Draft) => Draft | undefined;

/** To a question, to the first question of a section, to the settings or the review. */
export declare const goTo: (draft: Draft, place: Place | SectionId) => Draft;

/** Leaves the settings. */
export declare const leaveSettings: (draft: Draft) => Draft;

/** The command line that makes the same decisions. */
export declare const equivalentFlags: (decisions: Decisions) => readonly string[];
