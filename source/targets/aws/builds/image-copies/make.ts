import type { Caller } from '../../../../aws/client/clients.ts';
import { Problem } from '../../../../base/problem.ts';
import type { Artifact, CopyEntry } from '../../../../builds/journal/journal.ts';
import { flatText } from '../../../../builds/report/known-failure.ts';
import type { AwsTarget } from '../../../../recipe/schema.ts';
import { buildTag } from '../../../../recipe/tags.ts';
import { isShared } from '../../recipe/share.ts';

/** What became of a copy, as the journal takes it. */
export type CopyNews = Omit<CopyEntry, 'seq' | 'time'>;

/** Copies of one image, as they are made. */
export type CopyOrder = {
	readonly caller: () => Promise<Caller>;
	readonly from: Artifact;
	readonly regions: readonly string[];
	/** What a copy is like beside the image: its key by region, and whether it is shared. */
	readonly terms: Pick<AwsTarget, 'volume' | 'share'>;
	/** Whether the image may be shared with others than the Recipe says: by its template, or since. Then EC2 is asked. */
	readonly isOpen?: boolean;
	/** The copy in a region that AWS makes already. */
	readonly begun?: (region: string) => string | undefined;
	/** What makes the same copy of the same order: AWS makes it once. */
	readonly token: (region: string) => string;
	/** Milliseconds between two looks at a copy. */
	readonly interval: number;
	readonly told: (news: CopyNews) => void;
	readonly signal: AbortSignal;
};

/** How often AWS is asked whether a copy is there, in milliseconds: it takes minutes. */
export const usualInterval = 5000;

/**
 * Makes copies of an image in all regions at once, and tells what becomes of each: one that fails touches no other and not
 * the image.
 * @throws the reason of the signal, when each that was just asked for is told: what has begun goes on in AWS.
 */
export const makeCopies = async (order: CopyOrder): Promise<void> => {
	const { from, terms, told, signal, interval } = order;
	const { copyToRegion } = await import('../../../../aws/client/copies/copy-image.ts');
	const make = async (region: string): Promise<void> => {
		let ami = order.begun?.(region);
		const tell = (news: Pick<CopyEntry, 'state' | 'ami' | 'said'>): void =>
			told({ kind: 'copy', region, ...news });
		try {
			const result = await copyToRegion({
				caller: await order.caller(),
				from,
				region,
				key: terms.volume.encrypted ? terms.volume.kmsKeys[region] : undefined,
				isShared: isShared(terms) ? 'yes' : order.isOpen ? 'maybe' : 'no',
				tag: buildTag,
				token: order.token(region),
				ami,
				interval,
				began: id => {
					ami = id;
					tell({ state: 'began', ami });
				},
				signal,
			});
			tell(result.said === undefined ? result : { ...result, said: flatText(result.said) });
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof Problem)) {
				throw error;
			}

			// Nobody can look at it, which is no reason why it should not come.
			tell({ state: 'failed', said: error.reason ?? error.message, ...(ami !== undefined && { ami }) });
		}
	};
	const made = await Promise.allSettled(order.regions.map(make));
	const broken = made.find(each => each.status === 'rejected');
	if (broken) {
		throw broken.reason;
	}
};
