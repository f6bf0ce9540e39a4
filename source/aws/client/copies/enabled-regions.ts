import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { type Caller, createEc2 } from '../clients.ts';
import { called } from '../remains/calls.ts';

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
