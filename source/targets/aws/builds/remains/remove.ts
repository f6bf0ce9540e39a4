import type { Whereabouts } from '../../../../base/paths.ts';
import type { Recipe } from '../../../../recipe/schema.ts';
import { noteCleanup } from './note.ts';
import type { FoundRemains, Removal, Removed } from './places.ts';
import { refusalText } from './refusals.ts';

/**
 * Deletes what was found and nothing speaks against, in all regions at once, and notes it in the journals of the builds. What
 * AWS refuses to delete is told, and the rest goes on.
 * @param told is called for each as soon as it is gone, or with why it is not.
 * @throws Problem (exit 4) if nobody can sign in, or the reason of the signal: what was deleted until then is gone, and noted.
 */
export const removeRemains = async (
	found: FoundRemains,
	{ recipe, whereabouts, signal }: { recipe: Recipe; whereabouts: Whereabouts; signal: AbortSignal },
	told: (removal: Removal) => void,
): Promise<Removed> => {
	const removals: Removal[] = [];
	const { removeInRegion } = await import('../../../../aws/client/remains/remove.ts');
	const done = await Promise.allSettled(
		found.places.map(({ caller, region, remains }) =>
			removeInRegion(
				caller,
				region,
				remains,
				(remain, refusal) => {
					const removal = { remain, ...(refusal && { why: refusalText(refusal, recipe) }) };
					removals.push(removal);
					told(removal);
				},
				signal,
			),
		),
	);
	const complaints = await noteCleanup(found, removals, whereabouts);
	const failed = done.find(({ status }) => status === 'rejected');
	if (failed?.status === 'rejected') {
		throw failed.reason;
	}

	return { removals, complaints };
};
