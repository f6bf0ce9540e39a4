import { describe, expect, test } from 'vitest';
import { chosenSignIn, handedChanges, type SigningOptions, signingChanges } from '../../source/aws/choice.ts';
import type { Environment } from '../../source/base/paths.ts';

const keyVariables = {
	AWS_ACCESS_KEY_ID: 'AKIA',
	AWS_SECRET_ACCESS_KEY: 'secret',
	AWS_SESSION_TOKEN: 'token',
	AWS_ACCESS_KEY: 'AKIA',
	AWS_SECRET_KEY: 'secret',
};
const webIdentity = {
	AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
	AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/pod',
	AWS_ROLE_SESSION_NAME: 'pod',
};

/** What an SDK sees of the AWS variables, once they are changed. */
const seen = (
	environment: Environment,
	profile: string | undefined,
	options: Partial<SigningOptions> = {},
): Environment => {
	const changes = signingChanges({ environment, cwd: '/srv/images' }, chosenSignIn(environment, profile), {
		sdk: 'go-1',
		profileExists: true,
		needsKeys: false,
		...options,
	});
	const changed = Object.entries({ ...environment, ...changes });
	return Object.fromEntries(changed.filter(([name, value]) => name !== 'HOME' && value !== undefined));
};

describe("Packer's environment for what was chosen", () => {
	test.each<{
		readonly title: string;
		readonly environment: Environment;
		readonly profile?: string;
		readonly options?: Partial<SigningOptions>;
		readonly expected: Environment;
	}>([
		{ title: 'nothing', environment: {}, expected: {} },
		{ title: 'keys stay', environment: keyVariables, expected: keyVariables },
		{
			title: 'half a pair of keys goes with the profile that is taken instead',
			environment: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_PROFILE: 'dev' },
			expected: { AWS_PROFILE: 'dev' },
		},
		{
			title: 'none of the five keys with a profile of the recipe',
			environment: { ...keyVariables, AWS_REGION: 'eu-west-1' },
			profile: 'dev',
			expected: { AWS_PROFILE: 'dev', AWS_REGION: 'eu-west-1' },
		},
		{
			title: 'but for one that takes its role with them',
			environment: keyVariables,
			profile: 'dev',
			options: { sdk: 'go-2', needsKeys: true },
			expected: { ...keyVariables, AWS_PROFILE: 'dev' },
		},
		{
			title: 'but for one whose role packer-wizard takes with them',
			environment: keyVariables,
			profile: 'dev',
			options: { sdk: 'go-1', needsKeys: true },
			expected: { ...keyVariables, AWS_PROFILE: 'dev' },
		},
		{
			title: 'no web identity with a profile of the recipe',
			environment: { ...webIdentity, AWS_PROFILE: 'other' },
			profile: 'dev',
			expected: { AWS_PROFILE: 'dev' },
		},
		{
			title: 'AWS_DEFAULT_PROFILE by the name that version 1 reads',
			environment: { AWS_DEFAULT_PROFILE: 'dev' },
			expected: { AWS_PROFILE: 'dev' },
		},
		{
			title: 'AWS_PROFILE before AWS_DEFAULT_PROFILE',
			environment: { AWS_PROFILE: 'dev', AWS_DEFAULT_PROFILE: 'other' },
			expected: { AWS_PROFILE: 'dev' },
		},
		{ title: 'no empty profile', environment: { AWS_PROFILE: '' }, expected: {} },
		{
			title: 'a profile beside keys, for its other settings',
			environment: { ...keyVariables, AWS_DEFAULT_PROFILE: 'dev' },
			expected: { ...keyVariables, AWS_PROFILE: 'dev' },
		},
		{
			title: 'but none that does not exist: version 2 would end at it',
			environment: { ...keyVariables, AWS_PROFILE: 'gone' },
			options: { profileExists: false },
			expected: keyVariables,
		},
		{
			title: 'a web identity, and no credentials file that version 1 would look at first',
			environment: webIdentity,
			expected: { ...webIdentity, AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
		},
		{
			title: 'version 2 takes it first',
			environment: webIdentity,
			options: { sdk: 'go-2' },
			expected: webIdentity,
		},
		{
			title: 'a token without a role is no web identity',
			environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '/token' },
			expected: {},
		},
		{
			title: 'files by their whole paths: Packer runs elsewhere, and no SDK for Go knows ~',
			environment: {
				HOME: '/home/x',
				AWS_CONFIG_FILE: '~/aws',
				AWS_SHARED_CREDENTIALS_FILE: 'keys',
				AWS_CA_BUNDLE: '/ca',
				AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '~/authorization',
				AWS_SDK_GO_CLIENT_TLS_CERT: 'certificate.pem',
			},
			expected: {
				AWS_CONFIG_FILE: '/home/x/aws',
				AWS_SHARED_CREDENTIALS_FILE: '/srv/images/keys',
				AWS_CA_BUNDLE: '/ca',
				AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/home/x/authorization',
				AWS_SDK_GO_CLIENT_TLS_CERT: '/srv/images/certificate.pem',
			},
		},
	])('$title', ({ environment, profile, options, expected }) => {
		expect(seen(environment, profile, options)).toEqual(expected);
	});
});

test('keys that are handed over are all that speaks of a sign-in', () => {
	const environment = {
		...keyVariables,
		...webIdentity,
		AWS_PROFILE: 'dev',
		AWS_ROLE_SESSION_NAME: 'x',
		AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/',
		AWS_CONFIG_FILE: '~/other',
		AWS_SOMETHING_NEW: 'x',
		AWS_CA_BUNDLE: '/ca.pem',
		AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:1',
		AWS_MAX_ATTEMPTS: '9',
		HOME: '/home/ann',
	};
	expect(
		Object.fromEntries(
			Object.entries({ ...environment, ...handedChanges(environment) }).filter(([, value]) => value),
		),
	).toEqual({
		AWS_CONFIG_FILE: '/dev/null',
		AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
		AWS_CA_BUNDLE: '/ca.pem',
		AWS_ENDPOINT_URL_EC2: 'http://127.0.0.1:1',
		AWS_MAX_ATTEMPTS: '9',
		HOME: '/home/ann',
	});
});
