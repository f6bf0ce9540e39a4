import type { BuildRequest } from '../flow/request.ts';
import { draftToReview, optionsOf } from '../flow/review.ts';
import type { Route } from './state.ts';

/** Where a build that was asked for goes first: to the review if somebody has to see that, else to the checklist. */
export const buildRoute = (request: BuildRequest): Route => {
	const draft = draftToReview(request);
	return draft
		? { screen: 'wizard', draft, options: optionsOf(request), isForBuild: true }
		: { screen: 'before', request };
};
