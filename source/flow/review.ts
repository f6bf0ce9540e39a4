import type { BuildMode } from '../builds/journal/journal.ts';
import { type Draft, decisionsOf } from '../questions/engine.ts';
import type { DifferencePolicy } from './files.ts';
import type { Accounts, BuildOptions, BuildRequest } from './request.ts';

/** Whether a person has to see the review first: the build is in an account, and nobody said yes to that. */
export const needsReview = ({ mode, confirmed }: BuildRequest): boolean =>
	mode === 'aws' && confirmed === undefined;

/** How a build is run, to keep that over the review. */
export const optionsOf = ({ speed, faults, timeout, trust, differences }: BuildOptions): BuildOptions => ({
	...(speed !== undefined && { speed }),
	...(faults !== undefined && { faults }),
	...(timeout !== undefined && { timeout }),
	...(trust !== undefined && { trust }),
	...(differences !== undefined && { differences }),
});

/** What is known when the review is left for a build. */
export type Reviewed = {
	readonly options: BuildOptions;
	/** The account that stood there, undefined if it was not known yet: then nobody said yes to it. */
	readonly accounts: Accounts | undefined;
	/** Whether answers that were given on the way are kept. */
	readonly isKept: boolean;
	readonly differences?: DifferencePolicy | undefined;
};

/** The account for the review: both, if it depends on which files count. */
export const accountsText = ({ keep, overwrite }: Accounts): string =>
	keep === overwrite ? keep : `with your files ${keep}; with the new ones ${overwrite}`;

/** The build that comes of a review, in the account that stood there. */
export const reviewedRequest = (
	draft: Draft,
	mode: BuildMode,
	{ options, accounts, isKept, differences = options.differences }: Reviewed,
): BuildRequest => ({
	...options,
	decisions: decisionsOf(draft),
	mode,
	secrets: {},
	isDraft: isKept || draft.savedAt !== undefined,
	...(differences !== undefined && { differences }),
	...(mode === 'aws' && accounts && { confirmed: { account: accounts[differences ?? 'keep'] } }),
});
