import type { FoundRemains, Removal } from '../../targets/aws/builds/remains/places.ts';
import { type CleaningDeed, cleaningDeeds } from '../../targets/aws/flow/cleaning.ts';

/** What a build left, as it is looked for and deleted. */
export type CleanupState = {
	/** The build's id. */
	readonly id: string;
	/** Undefined while it is looked for. */
	readonly found: FoundRemains | undefined;
	/** What was deleted so far, or could not be; undefined before anything is. */
	readonly removals: readonly Removal[] | undefined;
	/** What could not be kept in order here, a sentence each; undefined as long as it is not over. */
	readonly complaints: readonly string[] | undefined;
	/** Index of the marked row. */
	readonly marked: number;
	/** Milliseconds since 1970 at which it was found. */
	readonly now: number;
};

/** What the tasks of the screen tell it. */
export type CleanupEvent =
	| { readonly type: 'found'; readonly found: FoundRemains; readonly now: number }
	| { readonly type: 'removed'; readonly removal: Removal }
	| { readonly type: 'over'; readonly complaints: readonly string[] };

export const newCleanupState = (id: string): CleanupState => ({
	id,
	found: undefined,
	removals: undefined,
	complaints: undefined,
	marked: 0,
	now: 0,
});

/** What can be done now; nothing while it is looked or deleted. */
export const deedsNow = ({ found, removals, complaints }: CleanupState): readonly CleaningDeed[] =>
	found === undefined || (removals !== undefined && complaints === undefined)
		? []
		: cleaningDeeds(found, removals);
