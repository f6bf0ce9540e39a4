import { draftAtReview, newDraft } from '../../../source/questions/draft.ts';
import type { Told } from '../recorder.ts';

/** A journey: what a person wants, step by step, and what has to be done for it, by whatever front end. */
export type Row = {
	readonly journey: string;
	/** What the world answers. */
	readonly told: Told;
	/** Events: a verb, and after a colon what it is about. */
	readonly steps: readonly string[];
	/** The actions in order, and the exit code. */
	readonly gives: readonly string[];
	/** The front ends that have it; all if missing. */
	readonly by?: readonly ('screens' | 'prompts' | 'flags')[] | undefined;
	/** What the flags give where they cannot give the same, since nobody was asked. */
	readonly flagsGive?: readonly string[];
};

export const asked = ['screens', 'prompts'] as const;
export const confirmed = 'confirmed 123456789012 (profile dev)';
export const ready = { missing: [], builds: ['done', 'done'] } as const;
export const left = { ...draftAtReview(newDraft()), savedAt: Date.UTC(2026, 10, 28, 9, 0) };
