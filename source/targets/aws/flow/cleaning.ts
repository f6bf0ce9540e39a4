import type { Deed } from '../../../flow/deed.ts';
import type { FoundRemains, Removal } from '../builds/remains/places.ts';
import { askForRemoval } from './words/remains.ts';

/** What can be done about what a build left. */
export type CleaningDeed = Deed<'leave' | 'delete'>;

/**
 * What can be done about what was found, the safe way first.
 * @param removals what was deleted, or could not be, if that was wanted.
 */
export const cleaningDeeds = (
	found: FoundRemains,
	removals: readonly Removal[] | undefined,
): readonly CleaningDeed[] => {
	const ask = removals === undefined ? askForRemoval(found) : undefined;
	return ask === undefined
		? [{ id: 'leave', label: 'Back', hint: '' }]
		: [
				{ id: 'leave', label: ask.safe, hint: 'go back' },
				{ id: 'delete', label: ask.go, hint: 'that cannot be undone', isGrave: true },
			];
};
