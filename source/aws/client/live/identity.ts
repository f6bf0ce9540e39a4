import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { configuredEndpoint } from '../../endpoint.ts';
import { type Caller, clientOptions, serviceAddress } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, ofAccount } from './session.ts';

/** Amazon's own addresses, in all partitions. */
const amazons = /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|amazonaws\.eu)$/;

/** Where STS is asked: whoever plays EC2 elsewhere plays STS as well, unless it is named itself. */
const stsEndpoint = async ({ whereabouts, endpoint }: Caller): Promise<string | undefined> => {
	const named = await configuredEndpoint(
		whereabouts,
		whereabouts.environment['AWS_PROFILE'] || 'default',
		'sts',
	);
	return (
		named ??
		(endpoint === undefined || amazons.test(serviceAddress('ec2', '', endpoint).hostname)
			? undefined
			: endpoint)
	);
};

const createSts = async (caller: Caller, region: string): Promise<STSClient> =>
	new STSClient(await clientOptions(caller, 'sts', region, await stsEndpoint(caller)));

/** Who asks, and of which account. @throws AwsRefusal, Problem (exit 4) if only Packer can sign in so, or the reason of the signal. */
export const askIdentity = async ({ region, caller, ask }: LiveSession) => {
	const asking = await caller();
	return ofAccount(region, async where => {
		const sts = await createSts(asking, where);
		const { Account, Arn } = await ask('STS', 'GetCallerIdentity', options =>
			sts.send(new GetCallerIdentityCommand({}), options),
		);
		if (!Account || !Arn) {
			throw new AwsRefusal('What answered for AWS names no account', '', undefined, 'STS:GetCallerIdentity');
		}

		return { account: Account, arn: Arn };
	});
};
