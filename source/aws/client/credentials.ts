import type { EC2ClientConfig } from '@aws-sdk/client-ec2';
import {
	fromHttp,
	fromInstanceMetadata,
	fromLoginCredentials,
	fromSSO,
	fromTemporaryCredentials,
	fromTokenFile,
} from '@aws-sdk/credential-providers';
import { typedPath, type Whereabouts } from '../../base/paths.ts';
import { exitCodes, Problem } from '../../base/problem.ts';
import { type AwsFiles, readAwsFiles } from '../config-files.ts';
import { exported } from '../credential-sources.ts';
import { configuredEndpoint, type EndpointService } from '../endpoint.ts';
import type { Sdk } from '../sdk.ts';
import type { Signer } from '../signer.ts';
import { type Connection, requestHandler } from './connection.ts';
import { processCredentials } from './credential-process.ts';

/** Keys, or what gets them when they are needed. */
type Credentials = NonNullable<EC2ClientConfig['credentials']>;

/** What the credentials of a signer are got with. */
export type CredentialContext = {
	readonly whereabouts: Whereabouts;
	/** The SDK of the Packer that builds: it says how the AWS files are read. */
	readonly sdk: Sdk;
	/** Where a role is asked for. */
	readonly region: string;
	readonly connection: Connection;
	/** What a person read off the device that a role asks for. */
	readonly code?: string | undefined;
	/** Who waits for them no longer ends what gets them. */
	readonly signal?: AbortSignal | undefined;
};

type Context = CredentialContext & {
	readonly files: AwsFiles;
	/** Where those who give keys are asked, if that is named. */
	readonly endpoints: Readonly<Record<'sts' | 'signin' | 'sso' | 'sso_oidc', string | undefined>>;
};

const settingsOf = ({ files }: Context, profile: string): ((name: string) => string | undefined) => {
	const settings = files.profiles.get(profile)?.settings;
	return name => settings?.get(name)?.value || undefined;
};

const pair = (
	accessKeyId: string | undefined,
	secretAccessKey: string | undefined,
	sessionToken: string | undefined,
): Credentials => ({
	accessKeyId: accessKeyId ?? '',
	secretAccessKey: secretAccessKey ?? '',
	...(sessionToken && { sessionToken }),
});

/** The files that a provider reads by itself, where the environment names them. */
const filesIn = (profile: string, { whereabouts }: Context) => {
	const file = (variable: string, name: string): string =>
		typedPath(whereabouts.environment[variable] || `~/.aws/${name}`, whereabouts);
	return {
		profile,
		configFilepath: file('AWS_CONFIG_FILE', 'config'),
		filepath: file('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
	};
};

/** The SDK's own search would find an endpoint of the profile that this process runs with, not of the one that signs. */
export const noOwnSearch = { ignoreConfiguredEndpointUrls: true } as const;

const at = (endpoint: string | undefined) => ({
	...noOwnSearch,
	...(endpoint !== undefined && { endpoint }),
});

const reaching = ({ connection }: Context) => ({
	maxAttempts: connection.patience.signInAttempts,
	requestHandler: requestHandler(connection),
});

const clientConfig = (context: Context, service: 'sts' | 'signin') => ({
	region: context.region,
	...at(context.endpoints[service]),
	...reaching(context),
});

const signOn = (signer: Extract<Signer, { source: 'sso' }>, context: Context): Credentials => {
	const setting = settingsOf(context, signer.profile);
	const { session } = signer;
	const { sso, sso_oidc: renewing } = context.endpoints;
	const section =
		session === undefined ? undefined : context.files.others.get(`sso-session ${session}`)?.settings;
	const either = (name: string): string => section?.get(name)?.value || setting(name) || '';
	return fromSSO({
		...filesIn(signer.profile, context),
		ssoStartUrl: either('sso_start_url'),
		ssoRegion: either('sso_region'),
		ssoAccountId: signer.account,
		ssoRoleName: signer.role,
		// The portal and who renews its tokens get the same: if they are in two places, only the SDK's own search tells them apart.
		clientConfig: { ...reaching(context), ...(sso === renewing && at(sso)) },
		...(session !== undefined && { ssoSession: session }),
	});
};

const token = (signer: Extract<Signer, { source: 'web-identity' }>, context: Context): Credentials => {
	const { environment } = context.whereabouts;
	const setting = signer.profile === undefined ? undefined : settingsOf(context, signer.profile);
	const file = setting ? setting('web_identity_token_file') : environment['AWS_WEB_IDENTITY_TOKEN_FILE'];
	const name = setting ? setting('role_session_name') : environment['AWS_ROLE_SESSION_NAME'];
	return fromTokenFile({
		roleArn: signer.role,
		webIdentityTokenFile: typedPath(file ?? '', context.whereabouts),
		...(name && { roleSessionName: name }),
		clientConfig: clientConfig(context, 'sts'),
	});
};

const role = (signer: Extract<Signer, { source: 'role' }>, context: Context): Credentials => {
	const setting = settingsOf(context, signer.profile);
	const externalId = setting('external_id');
	const { mfa } = signer;
	const { code } = context;
	if (mfa !== undefined && code === undefined) {
		throw new Problem(`The role of profile ${signer.profile} asks for a code of ${mfa}.`, {
			reason: 'It is asked for before a build, and not for anything else.',
			next: [exported(signer.profile)],
			exitCode: exitCodes.credentials,
		});
	}

	return fromTemporaryCredentials({
		masterCredentials: credentials(signer.by, context),
		params: {
			RoleArn: signer.role,
			RoleSessionName: setting('role_session_name') ?? 'packer-wizard',
			...(externalId !== undefined && { ExternalId: externalId }),
			...(mfa !== undefined && { SerialNumber: mfa }),
		},
		...(code !== undefined && { mfaCodeProvider: async () => code }),
		clientConfig: clientConfig(context, 'sts'),
	});
};

const container = ({ whereabouts }: Context): Credentials => {
	const { environment } = whereabouts;
	const given = (name: string) => environment[name] || undefined;
	const options = {
		awsContainerCredentialsFullUri: given('AWS_CONTAINER_CREDENTIALS_FULL_URI'),
		awsContainerCredentialsRelativeUri: given('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'),
		awsContainerAuthorizationToken: given('AWS_CONTAINER_AUTHORIZATION_TOKEN'),
		awsContainerAuthorizationTokenFile: given('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'),
	};
	return fromHttp(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));
};

const credentials = (signer: Signer, context: Context): Credentials => {
	const { environment } = context.whereabouts;
	switch (signer.source) {
		case 'environment':
			return pair(
				environment['AWS_ACCESS_KEY_ID'] || environment['AWS_ACCESS_KEY'],
				environment['AWS_SECRET_ACCESS_KEY'] || environment['AWS_SECRET_KEY'],
				environment['AWS_SESSION_TOKEN'],
			);
		case 'keys': {
			const setting = settingsOf(context, signer.profile);
			return pair(
				setting('aws_access_key_id'),
				setting('aws_secret_access_key'),
				setting('aws_session_token'),
			);
		}
		case 'process':
			return processCredentials(settingsOf(context, signer.profile)('credential_process') ?? '', context);
		case 'sso':
			return signOn(signer, context);
		case 'login':
			return fromLoginCredentials({
				...filesIn(signer.profile, context),
				clientConfig: clientConfig(context, 'signin'),
			});
		case 'web-identity':
			return token(signer, context);
		case 'container':
			return container(context);
		case 'instance':
			return fromInstanceMetadata();
		case 'role':
			return role(signer, context);
		case 'template':
			throw new Problem(`Only Packer can sign in by ${signer.setting} of ${signer.file}.`, {
				next: ['Sign in in the shell and name what is meant: --profile, --region'],
				exitCode: exitCodes.credentials,
			});
	}
};

/**
 * The credentials of who signs for a build, as its Packer would get them: never what the SDK's own search would find.
 * @throws Problem (exit 4) where only Packer can follow.
 */
export const credentialsOf = async (signer: Signer, context: CredentialContext): Promise<Credentials> => {
	const { whereabouts, sdk } = context;
	const profile = whereabouts.environment['AWS_PROFILE'] || 'default';
	const endpoint = (service: EndpointService) => configuredEndpoint(whereabouts, profile, service);
	const [sts, signin, sso, sso_oidc] = await Promise.all([
		endpoint('sts'),
		endpoint('signin'),
		endpoint('sso'),
		endpoint('sso_oidc'),
	]);
	return credentials(signer, {
		...context,
		files: await readAwsFiles(whereabouts, sdk),
		endpoints: { sts, signin, sso, sso_oidc },
	});
};
