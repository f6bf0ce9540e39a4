import type { Environment } from '../base/paths.ts';

type Rule = {
	/** Any of these; they mean the same. */
	readonly names: readonly string[];
	/** Counts only with one of each of these. */
	readonly needs: readonly (readonly string[])[];
};

const keyId = ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY'];
const secret = ['AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY'];
const token = ['AWS_WEB_IDENTITY_TOKEN_FILE'];
const role = ['AWS_ROLE_ARN'];

/** What Packer's SDKs read only together: aws-sdk-go 1.44 and 1.55, aws-sdk-go-v2/config 1.30. */
const rules: readonly Rule[] = [
	{ names: keyId, needs: [secret] },
	{ names: secret, needs: [keyId] },
	{ names: ['AWS_SESSION_TOKEN'], needs: [keyId, secret] },
	{ names: token, needs: [role] },
	{ names: role, needs: [token] },
	{ names: ['AWS_ROLE_SESSION_NAME'], needs: [token, role] },
	{
		names: ['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
		needs: [['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']],
	},
];

/** Variables of AWS that are set and count for nothing, since others are missing; a sentence each. */
export const unusedAwsVariables = (environment: Environment): readonly string[] => {
	const isSet = (names: readonly string[]): boolean => names.some(name => Boolean(environment[name]));
	return rules.flatMap(({ names, needs }) => {
		const missing = needs.filter(names => !isSet(names)).map(([name]) => name);
		return missing.length === 0
			? []
			: names
					.filter(name => environment[name])
					.map(name => `${name} is not used: it counts only with ${missing.join(' and ')}.`);
	});
};
