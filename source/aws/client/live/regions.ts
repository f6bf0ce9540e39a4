import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { type LiveSession, ofAccount } from './session.ts';

/** All regions of the partition, and which of them the account may use. @throws as `askIdentity`. */
export const askRegions = async ({ region, ec2, ask }: LiveSession) =>
	ofAccount(region, async where => {
		const client = await ec2(where);
		const { Regions = [] } = await ask('EC2', 'DescribeRegions', options =>
			client.send(new DescribeRegionsCommand({ AllRegions: true }), options),
		);
		return Regions.flatMap(({ RegionName, OptInStatus }) =>
			RegionName === undefined ? [] : [{ id: RegionName, isEnabled: OptInStatus !== 'not-opted-in' }],
		);
	});
