import { setTimeout } from 'node:timers/promises';
import {
	CopyImageCommand,
	CreateTagsCommand,
	DeleteSnapshotCommand,
	DeregisterImageCommand,
	DescribeImageAttributeCommand,
	DescribeImagesCommand,
	DescribeRegionsCommand,
	DescribeSnapshotsCommand,
	type EC2Client,
	type Image,
	type LaunchPermission,
	ModifyImageAttributeCommand,
	type Tag,
} from '@aws-sdk/client-ec2';
import { abortAfter } from '../../base/timers.ts';
import { type Caller, createEc2 } from './clients.ts';
import { AwsRefusal } from './refused.ts';
import { called } from './remains/calls.ts';

/** A copy of an image in another region of the same account. */
export type CopyRequest = {
	readonly caller: Caller;
	readonly from: { readonly region: string; readonly ami: string };
	readonly region: string;
	/** The KMS key that encrypts it, in its region; the one that AWS takes if missing. */
	readonly key?: string | undefined;
	/** Whether it is for those, too, whom the image is shared with. */
	readonly isShared: boolean;
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

/** What came of it. What failed with an id could not be watched, and may be there all the same. */
export type CopyResult =
	| { readonly state: 'done'; readonly ami: string }
	| { readonly state: 'failed'; readonly ami?: string; readonly said: string };

/** What EC2 says of an image that it does not have: not any more, or not yet everywhere. */
const notThere: readonly string[] = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'];

/** An image by its id; undefined if there is none. */
const describeImage = async (
	ec2: EC2Client,
	ami: string,
	signal: AbortSignal,
): Promise<Image | undefined> => {
	try {
		const { Images = [] } = await called('EC2', 'DescribeImages', signal, options =>
			ec2.send(new DescribeImagesCommand({ ImageIds: [ami] }), options),
		);
		return Images.find(({ State }) => State !== 'deregistered');
	} catch (error) {
		if (error instanceof AwsRefusal && notThere.includes(error.code)) {
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
type Pattern = {
	readonly image: Image;
	readonly tags: Tag[];
	readonly snapshotTags: Tag[];
	readonly sharedWith: readonly LaunchPermission[];
};

/** Whom an image is shared with. */
const permissionsOf = async (
	ec2: EC2Client,
	ami: string,
	signal: AbortSignal,
): Promise<readonly LaunchPermission[]> => {
	const { LaunchPermissions = [] } = await called('EC2', 'DescribeImageAttribute', signal, options =>
		ec2.send(new DescribeImageAttributeCommand({ ImageId: ami, Attribute: 'launchPermission' }), options),
	);
	return LaunchPermissions;
};

const patternOf = async ({ caller, from, isShared, signal }: CopyRequest): Promise<Pattern> => {
	const home = await createEc2(caller, from.region);
	const image = await describeImage(home, from.ami, signal);
	if (!image) {
		throw new AwsRefusal(`The image ${from.ami} is not in ${from.region} any more`, '', undefined);
	}

	return {
		image,
		tags: given(image.Tags),
		snapshotTags: await snapshotTags(home, image, signal),
		sharedWith: isShared ? await permissionsOf(home, from.ami, signal) : [],
	};
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

const isReadyOrComing = ({ State }: Image): boolean => State === 'available' || State === 'pending';

/**
 * A copy that is there already, whoever made it: an order whose answer was lost, or somebody by hand. It has the name, which is
 * given once in a region, and is of the same image, or of the same build.
 */
const copyThere = async (
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
const beginCopy = async (
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

/** Shares a copy with those whom the image is shared with. */
const shareCopy = async (
	ec2: EC2Client,
	ami: string,
	{ sharedWith }: Pattern,
	signal: AbortSignal,
): Promise<void> => {
	if (sharedWith.length > 0) {
		await called('EC2', 'ModifyImageAttribute', signal, options =>
			ec2.send(
				new ModifyImageAttributeCommand({ ImageId: ami, LaunchPermission: { Add: [...sharedWith] } }),
				options,
			),
		);
	}
};

/** Looks in a row that show nothing; then it is given up. */
const mostUnseen = 24;

/** What passes by itself: nobody answered, or EC2 is asked too often. */
const passing: readonly string[] = ['', 'RequestLimitExceeded', 'InternalError', 'Unavailable'];

/** A copy that is waited for; undefined if it cannot be seen just now. */
const lookAt = (ec2: EC2Client, ami: string, signal: AbortSignal): Promise<Image | undefined> =>
	describeImage(ec2, ami, signal).catch((error: unknown) => {
		if (error instanceof AwsRefusal && passing.includes(error.code)) {
			return undefined;
		}

		throw error;
	});

const untilReady = async (
	ec2: EC2Client,
	ami: string,
	pattern: Pattern,
	{ interval, signal }: CopyRequest,
): Promise<CopyResult> => {
	for (let unseen = 0; unseen < mostUnseen; ) {
		const image = await lookAt(ec2, ami, signal);
		switch (image?.State) {
			case 'available':
				await tagCopy(ec2, image, pattern, signal);
				await shareCopy(ec2, ami, pattern, signal);
				return { state: 'done', ami };
			case undefined:
				unseen++;
				break;
			case 'pending':
			case 'transient':
				unseen = 0;
				break;
			default:
				await removeFailed(ec2, image ?? {}, signal);
				return { state: 'failed', said: image?.StateReason?.Message ?? `AWS gave ${ami} up` };
		}

		await setTimeout(interval, undefined, { signal });
	}

	// One last time, so that it is told why it cannot be seen.
	await describeImage(ec2, ami, signal);
	return { state: 'failed', said: `${ami} was asked for, and is not there any more` };
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
		const there = await copyThere(ec2, request, pattern);
		ami = there?.ImageId ?? (await beginCopy(ec2, request, pattern));
		if (ami !== request.ami || there?.State === 'pending') {
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
