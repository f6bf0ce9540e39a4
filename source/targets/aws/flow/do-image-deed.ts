import type { ImageNews, ImageWish } from '../builds/image-changes/change.ts';
import type { CopyNews } from '../builds/image-copies/make.ts';
import type { TestFront } from '../builds/test-machine/news.ts';
import type { TestRequest } from '../builds/test-machine/plan.ts';
import { type ImageDo, imageNewsText } from './image-deeds.ts';
import { copyText } from './words/copies.ts';

/** What the actions do with images of builds that are over. */
export type ImageActions = {
	/**
	 * Copies the image of a build that is over to more regions and tells of each; what has begun before the signal goes on in
	 * AWS.
	 * @throws Problem: exit 2 if the build goes on or has no image in AWS, exit 4 if nobody can sign in.
	 */
	readonly copyImage: (
		id: string,
		regions: readonly string[],
		told: (news: CopyNews) => void,
		signal?: AbortSignal,
	) => Promise<void>;
	/**
	 * Shares or deprecates the image of a build that is over, all of it or one AMI, and tells of each region.
	 * @throws Problem: exit 2 if it has none that it can be done with, exit 1 if AWS refused it somewhere, exit 4 if nobody can
	 * sign in to its account.
	 */
	readonly changeImage: (
		which: { readonly id: string; readonly ami?: string | undefined },
		wish: ImageWish,
		told: (news: ImageNews) => void,
		signal?: AbortSignal,
	) => Promise<void>;
	/**
	 * Starts a test machine from the image of a build, and ends it when the front end is done with it, whatever happens.
	 * @throws Problem as said of `testImage` of the builds; nothing runs any more then.
	 */
	readonly testImage: (request: TestRequest, front: TestFront, signal?: AbortSignal) => Promise<void>;
};

/** Does something with the image of a build, and tells what becomes of it, a sentence each. @throws as the actions do. */
export const doImageDeed = (
	actions: ImageActions,
	id: string,
	wish: Exclude<ImageDo, { readonly do: 'test' }>,
	told: (text: string) => void,
	signal?: AbortSignal,
): Promise<void> =>
	wish.do === 'copy'
		? actions.copyImage(id, wish.to, news => told(copyText(news)), signal)
		: actions.changeImage({ id }, wish, news => told(imageNewsText(wish, news)), signal);
