import type { Environment } from '../base/paths.ts';

type Need = {
	/** Any of these. */
	readonly names: readonly string[];
	/** How they are called in a sentence. */
	readonly title: string;
};

type Rule = {
	/** Any of these; they mean the same. */
	readonly names: readonly string[];
	/** Counts only with one of each of these. */
	readonly needs: readonly Need[];
};

/** Names of which the first is the usual one. */
const usually = (usual: string, ...others: readonly string[]): Need => ({
	names: [usual, ...others],
	title: usual,
});

const keyId = usually('AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY');
const secret = usually('AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY');
const token = usually('AWS_WEB_IDENTITY_TOKEN_FILE');
const role = usually('AWS_ROLE_ARN');
const container: Need = {
	names: ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
	title: 'AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
};

/**
 * What Packer's SDKs read only together, in aws-sdk-go 1.44.133 (Debian's Packer 1.6.6) and 1.55.6 (amazon plugins 1.3.6 to
 * 1.7), and in aws-sdk-go-v2/config 1.30.3 (amazon 1.8.1 to 1.8.3). What only comes after another, such as
 * `AWS_DEFAULT_PROFILE` after `AWS_PROFILE`, is not among them: who signs is shown before a build.
 */
const rules: readonly Rule[] = [
	// Version 1: EnvProvider.Retrieve (aws/credentials/env_provider.go) and envConfigLoad (aws/session/env_config.go), which
	// take nothing but a pair; version 2: NewEnvConfig (env_config.go), which reads the token with a pair only.
	{ names: keyId.names, needs: [secret] },
	{ names: secret.names, needs: [keyId] },
	{ names: ['AWS_SESSION_TOKEN'], needs: [keyId, secret] },
	// Version 1: resolveCredentials and assumeWebIdentity (aws/session/credentials.go); version 2: resolveCredentialChain
	// and assumeWebIdentity (resolve_credentials.go). To them a token file alone is an error: `signingChanges` keeps it from
	// Packer. A role in a profile has its own session name there.
	{ names: token.names, needs: [role] },
	{ names: role.names, needs: [token] },
	{ names: ['AWS_ROLE_SESSION_NAME'], needs: [token, role] },
	// Version 1: httpCredProvider (aws/defaults/defaults.go), for both addresses; version 2: resolveHTTPCredProvider
	// (resolve_credentials.go). Before aws-sdk-go 1.47.11 the file is never read.
	{
		names: ['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
		needs: [container],
	},
];

/** Variables of AWS that are set and count for nothing, since others are missing; a sentence each. */
export const unusedAwsVariables = (environment: Environment): readonly string[] => {
	const isSet = ({ names }: Need): boolean => names.some(name => Boolean(environment[name]));
	return rules.flatMap(({ names, needs }) => {
		const missing = needs.filter(need => !isSet(need)).map(({ title }) => title);
		return missing.length === 0
			? []
			: names
					.filter(name => environment[name])
					.map(name => `${name} is not used: it counts only with ${missing.join(' and ')}.`);
	});
};
