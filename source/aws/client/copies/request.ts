import type { Caller } from '../clients.ts';

/** A copy of an image in another region of the same account. */
export type CopyRequest = {
	readonly caller: Caller;
	readonly from: { readonly region: string; readonly ami: string };
	readonly region: string;
	/** The KMS key that encrypts it, in its region; the one that AWS takes if missing. */
	readonly key?: string | undefined;
	/** Whether it is for those, too, whom the image is shared with; `maybe`: if one may ask EC2 who they are. */
	readonly isShared: 'yes' | 'maybe' | 'no';
	/** The key of the tag that names the build. */
	readonly tag: string;
	/** The same again gives the same copy, for a day. */
	readonly token: string;
	/** The copy that AWS was asked for already; if it is not there any more, it is asked for again. */
	readonly ami?: string | undefined;
	/** Milliseconds between two looks at it. */
	readonly interval: number;
	/** Told as soon as AWS makes it, also where it was asked for already. */
	readonly began: (ami: string) => void;
	readonly signal: AbortSignal;
};

/** What came of it; of a copy that is not as it was to be, why. What failed with an id could not be watched, and may be there all the same. */
export type CopyResult =
	| { readonly state: 'done'; readonly ami: string; readonly said?: string }
	| { readonly state: 'failed'; readonly ami?: string; readonly said: string };
