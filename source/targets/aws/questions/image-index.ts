import { holdsWords } from '../../../base/search.ts';
import { makerOf } from '../../../catalog/base-images.ts';
import type { AwsImage } from './facts.ts';

/** Images to be searched as one types: the newest first, and what is looked at of each, in small letters. */
export type ImageIndex = { readonly images: readonly AwsImage[]; readonly texts: readonly string[] };

/** What an owner is called: `Canonical`, `amazon`; its number if it has no name. */
export const ownerName = ({ owner, alias }: AwsImage): string => makerOf(owner) ?? alias ?? owner;

/** All that an image is found by. */
export const searchedOf = (image: AwsImage): string =>
	[
		image.name,
		image.id,
		image.owner,
		ownerName(image),
		image.alias,
		image.architecture,
		image.foundBy,
		image.description,
	]
		.filter(Boolean)
		.join(' ')
		.toLowerCase();

export const imageIndex = (images: readonly AwsImage[]): ImageIndex => {
	const sorted = images.toSorted((one, other) =>
		one.created < other.created ? 1 : one.created > other.created ? -1 : 0,
	);
	return { images: sorted, texts: sorted.map(searchedOf) };
};

/** The newest images that hold every word of a query, `most` of them, and how many do. */
export const searchImageIndex = (
	{ images, texts }: ImageIndex,
	query: string,
	most: number,
): { readonly found: readonly AwsImage[]; readonly count: number } => {
	const isFound = holdsWords(query, true);
	const found: AwsImage[] = [];
	let count = 0;
	images.forEach((image, index) => {
		if (isFound(texts[index] ?? '')) {
			count += 1;
			if (count <= most) {
				found.push(image);
			}
		}
	});
	return { found, count };
};
