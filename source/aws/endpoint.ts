import type { Whereabouts } from '../base/paths.ts';
import { readAwsFiles } from './config-files.ts';

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/** A service as an endpoint is named for it. */
export type EndpointService =
	| 'ec2'
	| 'iam'
	| 'sts'
	| 'sso'
	| 'sso_oidc'
	| 'signin'
	| 'pricing'
	| 'kms'
	| 'service_quotas'
	| 'ssm';

/**
 * The endpoint of EC2, or of another service, that the environment or the AWS configuration names, as aws-sdk-go-v2 finds
 * it, so that it can be named to an SDK that finds none; undefined if it is Amazon's own.
 * @param profile the profile that signs, or that the environment names beside its keys.
 */
export const configuredEndpoint = async (
	whereabouts: Whereabouts,
	profile: string,
	service: EndpointService = 'ec2',
): Promise<string | undefined> => {
	const { environment } = whereabouts;
	const { profiles, others } = await readAwsFiles(whereabouts, 'go-2');
	const setting = (name: string): string | undefined => profiles.get(profile)?.settings.get(name)?.value;
	if (
		isTrue(environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? setting('ignore_configured_endpoint_urls'))
	) {
		return undefined;
	}

	return (
		environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
		others
			.get(`services ${setting('services')}`)
			?.nested.get(service)
			?.get('endpoint_url') ||
		environment['AWS_ENDPOINT_URL'] ||
		setting('endpoint_url') ||
		undefined
	);
};
