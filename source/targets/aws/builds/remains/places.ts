import type { Caller } from '../../../../aws/client/clients.ts';
import type { Remain } from '../../../../aws/client/remains/remain.ts';

export type { Remain, RemainKind } from '../../../../aws/client/remains/remain.ts';

/** Where it is looked for what builds left. */
export type RemainsRequest = {
	/** A build by its id, its preset or its image; also the id of one whose journal is elsewhere. All builds if missing. */
	readonly id?: string | undefined;
	/** Regions beside those of the builds. */
	readonly regions?: readonly string[];
	/** Whose account it is instead of what the builds say. */
	readonly profile?: string | undefined;
};

/** A region of an account, and what builds left there. */
export type RemainsPlace = {
	readonly caller: Caller;
	/** Who asked: `profile dev`. */
	readonly title: string;
	readonly region: string;
	readonly remains: readonly Remain[];
	/** What could not be looked for, a sentence each. */
	readonly unseen: readonly string[];
};

/** A build of which it was looked for what it left. */
export type LookedFor = {
	readonly id: string;
	/** Whether that was everywhere where it may have left something, by the account that it was built in. */
	readonly isWhole: boolean;
	/** Whether something may have been left, by all that was known before. */
	readonly mayBeLeft: boolean;
};

/** What builds left, and where it was looked. */
export type FoundRemains = {
	readonly places: readonly RemainsPlace[];
	/** The builds that were meant and whose journals are here. */
	readonly builds: readonly LookedFor[];
	/** What could not be kept in order here, a sentence each. */
	readonly complaints: readonly string[];
	/** Accounts and regions in which nothing could be looked for, a sentence each. */
	readonly unseen: readonly string[];
	/** The build that was meant, if it was a rehearsal, of which nothing is real. */
	readonly rehearsed?: string;
};

/** What was deleted. */
export type Removed = {
	readonly removals: readonly Removal[];
	/** What could not be kept in order here, a sentence each. */
	readonly complaints: readonly string[];
};

/** What became of something that was to be deleted. */
export type Removal = {
	readonly remain: Remain;
	/** Why it is still there, one sentence; missing if it is gone. */
	readonly why?: string;
};

const isKept = ({ kept }: Remain): boolean => kept !== undefined;

const nameOf = ({ region, kind, id }: Remain): string => JSON.stringify([region, kind, id]);

/**
 * Each thing once, where several signers look into one account: as who knows its build tells of it. To the others it is
 * of a build that is not known. Pure.
 */
export const withoutTwins = (places: readonly RemainsPlace[]): readonly RemainsPlace[] => {
	const all = places.flatMap(({ remains }) => remains);
	const shown = new Map(
		[...all.filter(isKept), ...all.filter(each => !isKept(each))].map(each => [nameOf(each), each]),
	);
	return places.map(place => ({
		...place,
		remains: place.remains.filter(each => shown.get(nameOf(each)) === each),
	}));
};
