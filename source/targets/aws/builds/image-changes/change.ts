import { AwsRefusal } from '../../../../aws/client/refused.ts';
import type { Whereabouts } from '../../../../base/paths.ts';
import { exitCodes, Problem } from '../../../../base/problem.ts';
import { journalFile } from '../../../../builds/folders.ts';
import { openBehindEnd } from '../../../../builds/journal/behind-end.ts';
import type { Artifact } from '../../../../builds/journal/journal.ts';
import { readTimeline } from '../../../../builds/read-timeline.ts';
import { accountPattern, type Recipe } from '../../../../recipe/schema.ts';
import { organizationsOf, sharingTrouble } from '../../recipe/share.ts';
import { refusalText } from '../remains/refusals.ts';
import { amisOf, callerOfImage, refusedChange } from './own-image.ts';

/** What is to be done with an image, in all its regions. */
export type ImageWish =
	/** Accounts and ARNs of organisations. */
	| { readonly do: 'share'; readonly with: readonly string[] }
	/** From a day on: `2027-01-31`. */
	| { readonly do: 'deprecate'; readonly on: string }
	| { readonly do: 'renew' };

/** What became of it in one region: why not, if it was not done. */
export type ImageNews = Artifact & { readonly why?: string };

/** Whom an image is to be shared with, as the Recipe says it. */
const shareOf = (all: readonly string[]) => ({
	accounts: all.filter(text => accountPattern.test(text)),
	organizations: all.filter(text => !accountPattern.test(text)),
});

const entryOf = (wish: ImageWish) => {
	switch (wish.do) {
		case 'share':
			return { did: 'shared', with: wish.with } as const;
		case 'deprecate':
			return { did: 'deprecated', on: wish.on } as const;
		case 'renew':
			return { did: 'renewed' } as const;
	}
};

const refuseSharing = ({ aws }: Recipe, wish: ImageWish, amis: readonly Artifact[]): void => {
	const trouble =
		wish.do === 'share' &&
		sharingTrouble({
			...aws,
			share: shareOf(wish.with),
			copyTo: amis.map(({ region }) => region).filter(region => region !== aws.region),
		});
	if (trouble) {
		throw new Problem('The image cannot be shared.', { reason: trouble.message, exitCode: exitCodes.usage });
	}
};

/**
 * Does something with the image of a build that is over, in one region after the other, and notes it in its journal.
 * @param ami the only one that is meant; all of the build if missing.
 * @throws Problem: exit 2 if it has no image that it can be done with, exit 1 if AWS refused it in all regions, exit 4 if
 * nobody can sign in to its account; or the reason of the signal.
 */
export const changeImage = async (
	{ id, ami }: { readonly id: string; readonly ami?: string | undefined },
	wish: ImageWish,
	told: (news: ImageNews) => void,
	whereabouts: Whereabouts,
	signal: AbortSignal,
): Promise<void> => {
	const file = journalFile(id, whereabouts.environment);
	const timeline = await readTimeline(file);
	if (!timeline) {
		throw new Problem(`There is no build ${id}.`, { exitCode: exitCodes.usage });
	}

	const { recipe } = timeline.header;
	const amis = amisOf(timeline, ami);
	refuseSharing(recipe, wish, amis);
	const caller = await callerOfImage(timeline, whereabouts, signal);
	const append = await openBehindEnd(file);
	const { deprecateImage, shareImage } = await import('../../../../aws/client/images/change.ts');
	let first: AwsRefusal | undefined;
	let done = 0;
	for (const artifact of amis) {
		const changed = { caller, ...artifact, signal };
		try {
			await (wish.do === 'share'
				? shareImage(changed, {
						accounts: shareOf(wish.with).accounts,
						...organizationsOf(shareOf(wish.with)),
					})
				: deprecateImage(changed, wish.do === 'deprecate' ? new Date(`${wish.on}T00:00:00Z`) : undefined));
			append({ kind: 'image', ...artifact, ...entryOf(wish) });
			done++;
			told(artifact);
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof AwsRefusal)) {
				throw error;
			}

			first ??= error;
			told({ ...artifact, why: refusalText(error, recipe) });
		}
	}

	if (first) {
		throw refusedChange(
			first,
			done === 0 ? 'Nothing was changed.' : `That was done in ${done} of ${amis.length} regions.`,
			recipe,
		);
	}
};
