import {
	DeleteSnapshotCommand,
	DeregisterImageCommand,
	DescribeImagesCommand,
	DescribeSnapshotsCommand,
	type EC2Client,
	type Image,
	type Tag,
} from '@aws-sdk/client-ec2';
import { AwsRefusal } from '../refused.ts';
import { called } from '../remains/calls.ts';

/** What EC2 says of an image that it does not have: not any more, or not yet everywhere. */
const notThere: readonly string[] = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'];

/** An image by its id; undefined if there is none. */
export const describeImage = async (
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
export const given = (tags: readonly Tag[] = []): Tag[] =>
	tags.filter(({ Key = '' }) => !Key.startsWith('aws:'));

export const snapshotsOf = ({ BlockDeviceMappings = [] }: Image): string[] =>
	BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);

/** The tags of the snapshots of an image: Packer gives all the same. */
export const snapshotTags = async (ec2: EC2Client, image: Image, signal: AbortSignal): Promise<Tag[]> => {
	const ids = snapshotsOf(image);
	if (ids.length === 0) {
		return [];
	}

	const { Snapshots = [] } = await called('EC2', 'DescribeSnapshots', signal, options =>
		ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: ids }), options),
	);
	return given(Snapshots[0]?.Tags);
};

/** Takes away what is left of a copy that AWS gave up; what cannot be is found by its tag. */
export const removeFailed = async (ec2: EC2Client, image: Image, signal: AbortSignal): Promise<void> => {
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
