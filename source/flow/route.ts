import type { BuildMode } from '../base/build-mode.ts';
import { type Draft, draftAtReview } from '../questions/draft.ts';
import { goBack } from '../questions/moves.ts';
import { givenUp, type Keeping, keptAs } from './drafts.ts';
import type { BuildOptions, BuildRequest } from './request.ts';
import { needsReview, optionsOf } from './review.ts';

/** Where one can be in every front end; each has places of its own beside these. */
export type Route =
	| { readonly at: 'home' }
	/**
	 * The questions, and the review; `options` are those of a build that comes of it. Before a review that was opened for a
	 * build there are no questions to go back to. Nothing is kept of the answers if it is not said.
	 */
	| {
			readonly at: 'wizard';
			readonly draft: Draft;
			readonly options?: BuildOptions;
			readonly isForBuild?: boolean;
			readonly keeping?: Keeping;
	  }
	/** The checklist; it starts the build by itself when nothing is missing, unless it is only to see. */
	| { readonly at: 'before'; readonly request: BuildRequest; readonly isToSee?: true }
	/** A build that runs is watched, a finished one shown, a failed one explained. */
	| { readonly at: 'build'; readonly id: string };

/** The review of a build. */
export const reviewRoute = (request: BuildRequest): Route => ({
	at: 'wizard',
	draft: draftAtReview(request.decisions, request.mode),
	options: optionsOf(request),
	isForBuild: true,
	...(request.madeOf && { keeping: keptAs(request.madeOf) }),
});

/** Where a build that was asked for goes first: to the review if somebody has to see that, else to the checklist. */
export const buildRoute = (request: BuildRequest): Route =>
	needsReview(request) ? reviewRoute(request) : { at: 'before', request };

/** Goes on with answers that were left. */
export const continued = (left: Draft): Route => ({ at: 'wizard', draft: left, keeping: keptAs(left) });

/** Begins a new image; answers that were left are given up for it. */
export const begun = (fresh: Draft, mode: BuildMode, left: Draft | undefined): Route => ({
	at: 'wizard',
	draft: { ...fresh, mode },
	keeping: givenUp(left),
});

/** Where the wizard stood one step before; undefined if the step leads out of it. */
export const stepBefore = (draft: Draft, isForBuild: boolean): Draft | undefined =>
	isForBuild && draft.at === 'review' ? undefined : goBack(draft);

/** Where a step back out of the wizard leads: to the build that one is made again of, else home. The answers are kept. */
export const retreat = ({ earlier }: BuildOptions): Route =>
	earlier ? { at: 'build', id: earlier.id } : { at: 'home' };
