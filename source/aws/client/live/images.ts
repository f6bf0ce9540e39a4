import { DescribeImagesCommand, type EC2Client, type Image } from '@aws-sdk/client-ec2';
import {
	type Architecture,
	architectures,
	baseImages,
	type ImageSearch,
	imageSearch,
} from '../../../catalog/base-images.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** A search of the catalogue, and the newest that was found of it so far. */
type Sought = {
	readonly base: string;
	readonly architecture: Architecture;
	readonly search: ImageSearch;
	newest?: Image;
};

/** A pattern of EC2's filters: `*` stands for any text, `?` for any character. */
const fits = (pattern: string): ((value: string | undefined) => boolean) => {
	const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
	const expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
	return value => value !== undefined && expression.test(value);
};

const readers: Readonly<Record<keyof ImageSearch['filters'], (image: Image) => string | undefined>> = {
	name: ({ Name }) => Name,
	architecture: ({ Architecture }) => Architecture,
	'root-device-type': ({ RootDeviceType }) => RootDeviceType,
	'virtualization-type': ({ VirtualizationType }) => VirtualizationType,
};

const filterNames = ['name', 'architecture', 'root-device-type', 'virtualization-type'] as const;

/** Whether an image that one of several searches found is one of this search's own. */
const isOf = ({ search: { filters } }: Sought): ((image: Image) => boolean) => {
	const tests = filterNames.map(name => ({ value: readers[name], test: fits(filters[name]) }));
	return image => tests.every(({ value, test }) => test(value(image)));
};

const isNewer = ({ CreationDate = '' }: Image, than: Image | undefined): boolean =>
	than === undefined || CreationDate > (than.CreationDate ?? '');

/** All searches of one owner as one: each image of the answer is given to those that it fits. */
const searchOwner = async (
	owner: string,
	sought: readonly Sought[],
	client: EC2Client,
	ask: LiveSession['ask'],
): Promise<void> => {
	const takers = sought.map(each => ({ each, isOne: isOf(each) }));
	const Filters = filterNames.map(Name => ({
		Name,
		Values: [...new Set(sought.map(({ search }) => search.filters[Name]))],
	}));
	const pages = pagesOf(NextToken =>
		ask('EC2', 'DescribeImages', options =>
			client.send(
				new DescribeImagesCommand({ Owners: [owner], Filters, MaxResults: 500, NextToken }),
				options,
			),
		),
	);
	for await (const { Images = [] } of pages) {
		for (const image of Images) {
			for (const { each } of takers.filter(
				({ each, isOne }) => isNewer(image, each.newest) && isOne(image),
			)) {
				each.newest = image;
			}
		}
	}
};

/**
 * The newest image of each base image of the catalogue and each architecture, as a build would take it; one without an id
 * is not there. What has no known owner in the region is not asked for. @throws as `askIdentity`.
 */
export const askImages = async ({ region, ec2, ask }: LiveSession) => {
	const client = await ec2();
	const sought = baseImages.flatMap(image =>
		architectures.map(
			(architecture): Sought => ({
				base: image.id,
				architecture,
				search: imageSearch(image, architecture, region),
			}),
		),
	);
	const byOwner = Map.groupBy(sought, ({ search }) => search.owner);
	const owners = [...byOwner].flatMap(([owner, searches]) =>
		owner === undefined ? [] : [{ owner, searches }],
	);
	await Promise.all(owners.map(({ owner, searches }) => searchOwner(owner, searches, client, ask)));
	return owners
		.flatMap(({ searches }) => searches)
		.map(({ base, architecture, newest }) => ({
			base,
			architecture,
			...(newest?.ImageId !== undefined && {
				newest: { ami: newest.ImageId, name: newest.Name ?? '', created: newest.CreationDate ?? '' },
			}),
		}));
};
