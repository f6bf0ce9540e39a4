import { setTimeout } from 'node:timers/promises';
import {
	CreateTagsCommand,
	type EC2Client,
	type Image,
	ModifyImageAttributeCommand,
	type Tag,
} from '@aws-sdk/client-ec2';
import { AwsRefusal } from '../refused.ts';
import { called } from '../remains/calls.ts';
import { describeImage, removeFailed, snapshotsOf, snapshotTags } from './image.ts';
import type { Pattern } from './pattern.ts';
import type { CopyRequest, CopyResult } from './request.ts';

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

/** That a copy is shared with nobody, where others may have the image. */
const unshared = ({ unread }: Pattern): { readonly said?: string } =>
	unread === undefined
		? {}
		: { said: `It is shared with nobody, since it cannot be read whom the image is shared with: ${unread}` };

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

export const untilReady = async (
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
				return { state: 'done', ami, ...unshared(pattern) };
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
