import { type Draft, draftAtReview } from '../questions/engine.ts';
import type { BuildOptions, BuildRequest } from './actions.ts';

/** Whether a person has to see the review first: the build is in an account, and nobody said yes to that. */
export const needsReview = ({ mode, confirmed }: BuildRequest): boolean =>
	mode === 'aws' && confirmed === undefined;

/** The answers to show before such a build; undefined if it may go on to the checklist. */
export const draftToReview = (request: BuildRequest): Draft | undefined =>
	needsReview(request) ? draftAtReview(request.decisions, request.mode) : undefined;

/** How a build is run, to keep that over the review. */
export const optionsOf = ({ speed, faults, timeout, trust }: BuildOptions): BuildOptions => ({
	...(speed !== undefined && { speed }),
	...(faults !== undefined && { faults }),
	...(timeout !== undefined && { timeout }),
	...(trust !== undefined && { trust }),
});
