import type { Recipe } from '../../recipe/schema.ts';
import type { FoundRemains, Removal } from './places.ts';
import { refusalText } from './refusals.ts';

/**
 * Deletes what was found and nothing speaks against, in all regions at once. What AWS refuses to delete is told, and the
 * rest goes on.
 * @param told is called for each as soon as it is gone, or with why it is not.
 * @throws Problem (exit 4) if nobody can sign in, or the reason of the signal: what was deleted until then is gone.
 */
export const removeRemains = async (
	{ places }: FoundRemains,
	recipe: Recipe,
	told: (removal: Removal) => void,
	signal: AbortSignal,
): Promise<readonly Removal[]> => {
	const removals: Removal[] = [];
	const { removeInRegion } = await import('../../aws/client/remains/remove.ts');
	await Promise.all(
		places.map(({ caller, region, remains }) =>
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
	return removals;
};
