import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import type { Whereabouts } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { addressEnd, partitionOf } from '../../catalog/regions.ts';
import { configuredEndpoint, type EndpointService } from '../endpoint.ts';
import type { Sdk } from '../sdk.ts';
import type { Signer } from '../signer.ts';
import { type Connection, connectionTo, requestHandler } from './connection.ts';
import { credentialsOf, noOwnSearch } from './credentials.ts';

/** In whose name AWS is asked, and where it is: the same as for the build that this is about. */
export type Caller = {
	readonly signer: Signer;
	/** The EC2 endpoint that the environment or the AWS configuration names; Amazon's if missing. */
	readonly endpoint?: string | undefined;
	/** The SDK of the Packer that builds. */
	readonly sdk: Sdk;
	readonly whereabouts: Whereabouts;
	/** How AWS is reached, if each client is not to have its own way, with the patience of builds. */
	readonly connect?: (address: URL) => Connection;
	/** Keys that were got before; else each client gets its own. */
	readonly credentials?: NonNullable<EC2ClientConfig['credentials']>;
};

/** The first region of each partition, which no account can switch off; Amazon's IAM is there. */
export const firstRegions = {
	aws: 'us-east-1',
	'aws-cn': 'cn-north-1',
	'aws-us-gov': 'us-gov-west-1',
	'aws-eusc': 'eusc-de-east-1',
} as const;

/**
 * Where a service is asked, as far as it decides how one gets there: by a proxy or not.
 * @throws Problem (exit 3) if the endpoint that is named is no address.
 */
export const serviceAddress = (service: string, region: string, endpoint: string | undefined): URL => {
	const address = endpoint ?? `https://${service}.${region}.${addressEnd(region)}`;
	if (!URL.canParse(address)) {
		throw new Problem('The endpoint that AWS is to be asked at is no address.', {
			reason:
				'AWS_ENDPOINT_URL, or endpoint_url of the AWS configuration, has to look like https://ec2.example.com.',
			exitCode: exitCodes.missing,
		});
	}

	return new URL(address);
};

/** Amazon's own addresses, in all partitions. */
const amazons = /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|amazonaws\.eu)$/;

/** Where another service is asked: whoever plays EC2 elsewhere plays it as well, unless it is named itself. */
export const endpointBeside = async (
	{ whereabouts, endpoint }: Caller,
	service: EndpointService,
): Promise<string | undefined> => {
	const named = await configuredEndpoint(
		whereabouts,
		whereabouts.environment['AWS_PROFILE'] || 'default',
		service,
	);
	return (
		named ??
		(endpoint === undefined || amazons.test(serviceAddress('ec2', '', endpoint).hostname)
			? undefined
			: endpoint)
	);
};

/** What a client of a service is made with. @throws Problem (exit 4) if only Packer can sign in so. */
export const clientOptions = async (
	caller: Caller,
	service: string,
	region: string,
	endpoint: string | undefined,
) => {
	const { signer, whereabouts, sdk } = caller;
	const address = serviceAddress(service, region, endpoint);
	const connection = caller.connect?.(address) ?? connectionTo(address, whereabouts);
	return {
		region,
		credentials:
			caller.credentials ?? (await credentialsOf(signer, { whereabouts, sdk, region, connection })),
		...(endpoint === undefined ? {} : { endpoint }),
		...noOwnSearch,
		maxAttempts: connection.patience.attempts,
		retryMode: 'standard',
		requestHandler: requestHandler(connection),
	} as const;
};

/**
 * The client of EC2 in a region: it signs as the build does.
 * @throws Problem (exit 4) if only Packer can sign in so.
 */
export const createEc2 = async (caller: Caller, region: string): Promise<EC2Client> =>
	new EC2Client(await clientOptions(caller, 'ec2', region, caller.endpoint));

/** The client of IAM, which knows no regions but partitions. */
export const createIam = async (caller: Caller, region: string): Promise<IAMClient> =>
	new IAMClient(
		await clientOptions(
			caller,
			'iam',
			firstRegions[partitionOf(region)],
			await endpointBeside(caller, 'iam'),
		),
	);
