import { setTimeout } from 'node:timers/promises';
import {
	CopyImageCommand,
	CreateTagsCommand,
	DeleteSnapshotCommand,
	DeregisterImageCommand,
	DescribeImagesCommand,
	DescribeRegionsCommand,
	DescribeSnapshotsCommand,
	type EC2Client,
	type Image,
	type Tag,
} from '@aws-sdk/client-ec2';
import { type Caller, createEc2 } from './clients.ts';
import { AwsRefusal } from './refused.ts';
import { called } from './remains/calls.ts';

/** A copy of an image in another region of the same account. */
export type CopyRequest = {
	readonly caller: Caller;
	readonly from: { readonly region: string; readonly ami: string };
	readonly region: string;
	/** The same again gives the same copy, for a day. */
	readonly token: string;
	/** The copy that AWS makes already, if it was asked for. */
	readonly ami?: string | undefined;
	/** Milliseconds between two looks at it. */
	readonly interval: number;
	/** Told as soon as AWS makes it. */
	readonly began: (ami: string) => void;
	readonly signal: AbortSignal;
};

/** What came of it. What failed with an id could not be watched, and may be there all the same. */
export type CopyResult =
	| { readonly state: 'done'; readonly ami: string }
	| { readonly state: 'failed'; readonly ami?: string; readonly said: string };

const describeImage = async (
	ec2: EC2Client,
	ami: string,
	signal: AbortSignal,
): Promise<Image | undefined> => {
	try {
		const { Images = [] } = await called('EC2', 'DescribeImages', signal, options =>
			ec2.send(new DescribeImagesCommand({ ImageIds: [ami] }), options),
		);
		return Images[0];
	} catch (error) {
		// EC2 does not know at once everywhere what it has just made.
		if (error instanceof AwsRefusal && error.code === 'InvalidAMIID.NotFound') {
			return undefined;
		}

		throw error;
	}
};

/** Tags as they can be given: those of AWS itself cannot. */
const given = (tags: readonly Tag[] = []): Tag[] => tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));

const snapshotsOf = ({ BlockDeviceMappings = [] }: Image): string[] =>
	BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);

/** The tags of the snapshots of an image: Packer gives all the same. */
const snapshotTags = async (ec2: EC2Client, image: Image, signal: AbortSignal): Promise<Tag[]> => {
	const ids = snapshotsOf(image);
	if (ids.length === 0) {
		return [];
	}

	const { Snapshots = [] } = await called('EC2', 'DescribeSnapshots', signal, options =>
		ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: ids }), options),
	);
	return given(Snapshots[0]?.Tags);
};

/** What a copy is to be like. */
type Pattern = { readonly image: Image; readonly tags: Tag[]; readonly snapshotTags: Tag[] };

const patternOf = async ({ caller, from, signal }: CopyRequest): Promise<Pattern> => {
	const home = await createEc2(caller, from.region);
	const image = await describeImage(home, from.ami, signal);
	if (!image) {
		throw new AwsRefusal(`The image ${from.ami} is not in ${from.region} any more`, '', undefined);
	}

	return { image, tags: given(image.Tags), snapshotTags: await snapshotTags(home, image, signal) };
};

/** Asks for the copy, with the name, the description and the tags of the image. */
const beginCopy = async (
	ec2: EC2Client,
	{ from, token, signal }: CopyRequest,
	pattern: Pattern,
): Promise<string> => {
	const specifications = [
		{ ResourceType: 'image', Tags: pattern.tags } as const,
		{ ResourceType: 'snapshot', Tags: pattern.snapshotTags } as const,
	].filter(({ Tags }) => Tags.length > 0);
	const { ImageId = '' } = await called('EC2', 'CopyImage', signal, options =>
		ec2.send(
			new CopyImageCommand({
				Name: pattern.image.Name,
				Description: pattern.image.Description,
				SourceImageId: from.ami,
				SourceRegion: from.region,
				ClientToken: token,
				...(specifications.length > 0 && { TagSpecifications: specifications }),
			}),
			options,
		),
	);
	return ImageId;
};

/** Gives a copy the tags that it did not get with the order: not all that answer as EC2 take them there. */
const tagCopy = async (
	ec2: EC2Client,
	copy: Image,
	{ tags, snapshotTags: wanted }: Pattern,
	signal: AbortSignal,
): Promise<void> => {
	const missing = (all: readonly Tag[], there: readonly Tag[] = []): Tag[] =>
		all.filter(({ Key, Value }) => !there.some(tag => tag.Key === Key && tag.Value === Value));
	const tagged = async (Resources: string[], Tags: Tag[]): Promise<void> => {
		if (Resources.length > 0 && Tags.length > 0) {
			await called('EC2', 'CreateTags', signal, options =>
				ec2.send(new CreateTagsCommand({ Resources, Tags }), options),
			);
		}
	};
	await tagged([copy.ImageId ?? ''], missing(tags, copy.Tags));
	await tagged(snapshotsOf(copy), missing(wanted, await snapshotTags(ec2, copy, signal)));
};

/** Takes away what is left of a copy that AWS gave up; what cannot be is found by its tag. */
const removeFailed = async (ec2: EC2Client, image: Image, signal: AbortSignal): Promise<void> => {
	try {
		await called('EC2', 'DeregisterImage', signal, options =>
			ec2.send(new DeregisterImageCommand({ ImageId: image.ImageId }), options),
		);
		for (const SnapshotId of snapshotsOf(image)) {
			await called('EC2', 'DeleteSnapshot', signal, options =>
				ec2.send(new DeleteSnapshotCommand({ SnapshotId }), options),
			);
		}
	} catch (error) {
		if (!(error instanceof AwsRefusal)) {
			throw error;
		}
	}
};

const untilReady = async (
	ec2: EC2Client,
	ami: string,
	pattern: Pattern,
	{ interval, signal }: CopyRequest,
): Promise<CopyResult> => {
	for (;;) {
		const image = await describeImage(ec2, ami, signal);
		switch (image?.State) {
			case 'available':
				await tagCopy(ec2, image, pattern, signal);
				return { state: 'done', ami };
			case undefined:
			case 'pending':
			case 'transient':
				await setTimeout(interval, undefined, { signal });
				break;
			default:
				await removeFailed(ec2, image ?? {}, signal);
				return { state: 'failed', said: image?.StateReason?.Message ?? `AWS gave ${ami} up` };
		}
	}
};

/**
 * Copies an image to another region and waits until AWS has made it; what AWS refuses is the result.
 * @throws the reason of the signal: what has begun goes on in AWS. Problem (exit 4) if nobody can sign in.
 */
export const copyToRegion = async (request: CopyRequest): Promise<CopyResult> => {
	let { ami } = request;
	try {
		const ec2 = await createEc2(request.caller, request.region);
		const pattern = await patternOf(request);
		if (ami === undefined) {
			ami = await beginCopy(ec2, request, pattern);
			request.began(ami);
		}

		return await untilReady(ec2, ami, pattern, request);
	} catch (error) {
		request.signal.throwIfAborted();
		if (error instanceof AwsRefusal) {
			return { state: 'failed', said: error.message, ...(ami !== undefined && { ami }) };
		}

		throw error;
	}
};

/**
 * The regions that the account has enabled.
 * @throws AwsRefusal, Problem (exit 4) if nobody can sign in, or the reason of the signal.
 */
export const enabledRegions = async (
	caller: Caller,
	region: string,
	signal: AbortSignal,
): Promise<readonly string[]> => {
	const ec2 = await createEc2(caller, region);
	const { Regions = [] } = await called('EC2', 'DescribeRegions', signal, options =>
		ec2.send(new DescribeRegionsCommand({}), options),
	);
	return Regions.flatMap(({ RegionName }) => RegionName ?? []);
};
