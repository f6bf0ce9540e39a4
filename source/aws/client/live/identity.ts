import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Caller, clientOptions, endpointBeside } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, ofAccount } from './session.ts';

const createSts = async (caller: Caller, region: string): Promise<STSClient> =>
	new STSClient(await clientOptions(caller, 'sts', region, await endpointBeside(caller, 'sts')));

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
