import {
	CopyImageCommand,
	DescribeImagesCommand,
	type EC2Client,
	type Image,
	type Tag,
} from '@aws-sdk/client-ec2';
import { abortAfter } from '../../../base/timers.ts';
import { called } from '../remains/calls.ts';
import { describeImage, removeFailed } from './image.ts';
import type { Pattern } from './pattern.ts';
import type { CopyRequest } from './request.ts';

const isReadyOrComing = ({ State }: Image): boolean => State === 'available' || State === 'pending';

/**
 * A copy that is there already, whoever made it: an order whose answer was lost, or somebody by hand. It has the name, which is
 * given once in a region, and is of the same image, or of the same build.
 */
export const copyThere = async (
	ec2: EC2Client,
	{ from, ami, tag, signal }: CopyRequest,
	{ image, tags }: Pattern,
): Promise<Image | undefined> => {
	const known = ami === undefined ? undefined : await describeImage(ec2, ami, signal);
	if (known && isReadyOrComing(known)) {
		return known;
	}

	if (known) {
		await removeFailed(ec2, known, signal);
	}

	const { Images = [] } = await called('EC2', 'DescribeImages', signal, options =>
		ec2.send(
			new DescribeImagesCommand({
				Owners: ['self'],
				Filters: [{ Name: 'name', Values: [image.Name ?? ''] }],
			}),
			options,
		),
	);
	const buildOf = (each: readonly Tag[] = []): string | undefined =>
		each.find(({ Key }) => Key === tag)?.Value;
	const build = buildOf(tags);
	const isOfBuild = ({ Tags }: Image): boolean => build !== undefined && buildOf(Tags) === build;
	return Images.find(each => isReadyOrComing(each) && (each.SourceImageId === from.ami || isOfBuild(each)));
};

/** Milliseconds that the answer to an order has when it is not waited for any more: it names what costs. */
const lastPatience = 10_000;

/** Aborts as another does, but a while later. */
const laterThan = (signal: AbortSignal): AbortSignal => {
	const late = new AbortController();
	signal.addEventListener(
		'abort',
		() => abortAfter(lastPatience).addEventListener('abort', () => late.abort(signal.reason)),
		{
			once: true,
		},
	);
	return late.signal;
};

/** Asks for the copy, with the name, the description and the tags of the image. */
export const orderCopy = async (
	ec2: EC2Client,
	{ from, key, token, signal }: CopyRequest,
	pattern: Pattern,
): Promise<string> => {
	signal.throwIfAborted();
	const specifications = [
		{ ResourceType: 'image', Tags: pattern.tags } as const,
		{ ResourceType: 'snapshot', Tags: pattern.snapshotTags } as const,
	].filter(({ Tags }) => Tags.length > 0);
	const { ImageId = '' } = await called('EC2', 'CopyImage', laterThan(signal), options =>
		ec2.send(
			new CopyImageCommand({
				Name: pattern.image.Name,
				Description: pattern.image.Description,
				SourceImageId: from.ami,
				SourceRegion: from.region,
				ClientToken: token,
				...(key !== undefined && { Encrypted: true, KmsKeyId: key }),
				...(specifications.length > 0 && { TagSpecifications: specifications }),
			}),
			options,
		),
	);
	return ImageId;
};
