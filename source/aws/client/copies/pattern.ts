import {
	DescribeImageAttributeCommand,
	type EC2Client,
	type Image,
	type LaunchPermission,
	type Tag,
} from '@aws-sdk/client-ec2';
import { createEc2 } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { called } from '../remains/calls.ts';
import { describeImage, given, snapshotTags } from './image.ts';
import type { CopyRequest } from './request.ts';

/** What a copy is to be like. */
export type Pattern = {
	readonly image: Image;
	readonly tags: Tag[];
	readonly snapshotTags: Tag[];
	readonly sharedWith: readonly LaunchPermission[];
	/** Why it could not be read whom the image is shared with, in the words of AWS. */
	readonly unread?: string;
};

/** Whom an image is shared with. @throws AwsRefusal if it must be known and one may not ask. */
const permissionsOf = async (
	ec2: EC2Client,
	{ from: { ami }, isShared, signal }: CopyRequest,
): Promise<Pick<Pattern, 'sharedWith' | 'unread'>> => {
	if (isShared === 'no') {
		return { sharedWith: [] };
	}

	try {
		const { LaunchPermissions = [] } = await called('EC2', 'DescribeImageAttribute', signal, options =>
			ec2.send(new DescribeImageAttributeCommand({ ImageId: ami, Attribute: 'launchPermission' }), options),
		);
		return { sharedWith: LaunchPermissions };
	} catch (error) {
		if (isShared === 'maybe' && error instanceof AwsRefusal && error.code === 'UnauthorizedOperation') {
			return { sharedWith: [], unread: error.message };
		}

		throw error;
	}
};

export const patternOf = async (request: CopyRequest): Promise<Pattern> => {
	const { caller, from, signal } = request;
	const home = await createEc2(caller, from.region);
	const image = await describeImage(home, from.ami, signal);
	if (!image) {
		throw new AwsRefusal(`The image ${from.ami} is not in ${from.region} any more`, '', undefined);
	}

	return {
		image,
		tags: given(image.Tags),
		snapshotTags: await snapshotTags(home, image, signal),
		...(await permissionsOf(home, request)),
	};
};
