import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import type { Whereabouts } from '../../base/paths.ts';
import { partitionOf } from '../../catalog/regions.ts';
import { type Sdk, sdkFeatures } from '../sdk.ts';
import type { Signer } from '../signer.ts';
import { connectionTo, requestHandler } from './connection.ts';
import { credentialsOf } from './credentials.ts';

/** In whose name AWS is asked, and where it is: the same as for the build that this is about. */
export type Caller = {
	readonly signer: Signer;
	/** The EC2 endpoint that the environment or the AWS configuration names; Amazon's if missing. */
	readonly endpoint?: string | undefined;
	/** The SDK of the Packer that builds. */
	readonly sdk: Sdk;
	readonly whereabouts: Whereabouts;
};

/** Attempts of a call; the SDK waits longer after each. */
const attempts = 6;

/** Where Amazon's IAM is for a region: one region of its partition has it. */
const identityRegions = {
	aws: 'us-east-1',
	'aws-cn': 'cn-north-1',
	'aws-us-gov': 'us-gov-west-1',
	'aws-eusc': 'eusc-de-east-1',
} as const;

const options = async (caller: Caller, service: string, region: string, endpoint: string | undefined) => {
	const { signer, whereabouts, sdk } = caller;
	const connection = connectionTo(
		new URL(endpoint ?? `https://${service}.${region}.amazonaws.com`),
		whereabouts,
	);
	return {
		region,
		credentials: await credentialsOf(signer, { whereabouts, sdk, region, connection }),
		...(endpoint === undefined ? {} : { endpoint }),
		maxAttempts: attempts,
		retryMode: 'standard',
		requestHandler: requestHandler(connection),
	} as const;
};

/**
 * The client of EC2 in a region: it signs as the build does.
 * @throws Problem (exit 4) if only Packer can sign in so.
 */
export const createEc2 = async (caller: Caller, region: string): Promise<EC2Client> =>
	new EC2Client(await options(caller, 'ec2', region, caller.endpoint));

/** The client of IAM, which knows no regions but partitions. An SDK that reads no endpoints asks EC2's for it as well. */
export const createIam = async (caller: Caller, region: string): Promise<IAMClient> => {
	const endpoint = sdkFeatures[caller.sdk].readsEndpoints ? undefined : caller.endpoint;
	return new IAMClient(await options(caller, 'iam', identityRegions[partitionOf(region)], endpoint));
};
