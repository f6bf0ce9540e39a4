import { DescribeSnapshotsCommand } from '@aws-sdk/client-ec2';
import { type Caller, createEc2 } from '../clients.ts';
import { called } from '../remains/calls.ts';

/**
 * How far EC2 is with the snapshots of images of a region, 0 to 100; undefined where it does not tell. An image that is
 * being made does not name its snapshots yet, but they name it in their descriptions: `Created by CreateImage(i-…) for
 * ami-…`, `Copied for DestinationAmi ami-… from SourceAmi …`.
 * @throws Problem (exit 4) if nobody can sign in, and what is given back AwsRefusal, or the reason of the signal.
 */
export const progressIn = async (
	caller: Caller,
	region: string,
): Promise<(ami: string, signal: AbortSignal) => Promise<number | undefined>> => {
	const ec2 = await createEc2(caller, region);
	return async (ami, signal) => {
		const Filters = [{ Name: 'description', Values: [`*for ${ami}*`, `*DestinationAmi ${ami}*`] }];
		const { Snapshots = [] } = await called('EC2', 'DescribeSnapshots', signal, options =>
			ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters }), options),
		);
		const percents = Snapshots.map(({ Progress = '' }) => Number.parseInt(Progress, 10)).filter(
			Number.isFinite,
		);
		return percents.length === 0
			? undefined
			: Math.floor(percents.reduce((sum, percent) => sum + percent, 0) / percents.length);
	};
};
