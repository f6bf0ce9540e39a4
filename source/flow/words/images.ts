import { agoText } from '../../base/durations.ts';
import type { OwnImage } from '../images.ts';

/** As old may be what is told as if it were now, in milliseconds. */
const justNow = 60_000;

const dayOf = (date: string): string => date.slice(0, 10);

const stateWords = ({ engine, seen }: OwnImage, now: number): string => {
	if (engine !== undefined) {
		return `made by ${engine}`;
	}

	if (!seen) {
		return 'not looked at in AWS';
	}

	const words =
		seen.state === 'available' ? 'there' : seen.state === 'gone' ? 'not there any more' : seen.state;
	return now - seen.at < justNow ? words : `${words} when last looked at, ${agoText(seen.at, now)}`;
};

const deprecatedText = ({ seen }: OwnImage, now: number): string | undefined =>
	seen?.deprecated &&
	(Date.parse(seen.deprecated) <= now ? 'deprecated' : `deprecated from ${dayOf(seen.deprecated)}`);

const sharedText = ({ sharedWith, seen }: OwnImage): string | undefined =>
	seen?.isPublic ? 'public' : sharedWith.length > 0 ? `shared with ${sharedWith.join(', ')}` : undefined;

const newerText = ({ seen }: OwnImage): string | undefined =>
	seen?.newerBase && `its base has a newer image: ${seen.newerBase.ami} of ${dayOf(seen.newerBase.created)}`;

/** How an image stands: `there, deprecated, its base has a newer image: ami-0f3a91c2d4e5f6a7b of 2026-11-27`. */
const standing = (image: OwnImage, now: number): string =>
	[stateWords(image, now), deprecatedText(image, now), sharedText(image), newerText(image)]
		.filter(Boolean)
		.join(', ');

/** An image as the cells of a table: name, id, region, age, base image, how it stands. */
export const imageCells = (image: OwnImage, now: number): readonly string[] => {
	const { name, id, region, made, base } = image;
	return [name, id, region, agoText(made, now), base, standing(image, now)];
};

/** Why AWS did not tell of some, a sentence each. */
export const unseenTexts = (images: readonly OwnImage[]): readonly string[] => [
	...new Set(images.flatMap(({ unseen }) => unseen ?? [])),
];

export const noImages = 'No image was made here yet.';
