import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { type LiveSession, pagesOf } from './session.ts';

/** The most values that a filter of EC2 may have. */
const mostValues = 200;

/**
 * The images of the account among these of the session's region, as EC2 has them: those that are gone are not among them.
 * @throws AwsRefusal, Problem (exit 4) if only Packer can sign in so, or the reason of the signal.
 */
export const askOwnImages = async ({ ec2, ask }: LiveSession, amis: readonly string[]) => {
	const client = await ec2();
	const found = [];
	for (let from = 0; from < amis.length; from += mostValues) {
		const Filters = [{ Name: 'image-id', Values: amis.slice(from, from + mostValues) }];
		for await (const { Images = [] } of pagesOf(NextToken =>
			ask('EC2', 'DescribeImages', options =>
				client.send(
					// By an id, one that is gone would have all refused.
					new DescribeImagesCommand({ Owners: ['self'], Filters, IncludeDisabled: true, NextToken }),
					options,
				),
			),
		)) {
			found.push(...Images);
		}
	}

	return found
		.filter(({ State }) => State !== 'deregistered')
		.map(({ ImageId = '', State, DeprecationTime, Public }) => ({
			ami: ImageId,
			state: String(State),
			...(DeprecationTime && { deprecated: DeprecationTime }),
			...(Public && { isPublic: true as const }),
		}));
};
