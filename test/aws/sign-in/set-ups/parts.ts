import { createHash } from 'node:crypto';

/**
 * A person's AWS set-up, and with which key Packer has to sign: the profile dev has the key DEV, a role that is taken with
 * it builder.DEV. `HOME` stands for the home folder, `SETUP` for the set-up.
 */
export type SetUp = {
	readonly name: string;
	readonly config?: string;
	readonly credentials?: string;
	/** More files, by their path below the home folder. */
	readonly files?: Readonly<Record<string, string>>;
	readonly environment?: Readonly<Record<string, string>>;
	/** The profile of the Recipe. */
	readonly profile?: string;
	/** Where it is; at home there is no metadata service. */
	readonly where?: 'instance';
	/** Who signs on Packers with version 1 of the SDK, and with version 2; nobody if undefined. */
	readonly signs?: string | readonly [first: string | undefined, second: string | undefined];
	/** Variables that we say count for nothing; what they hold reaches nobody. */
	readonly unused?: readonly string[];
	/** What somebody receives of the environment, on Packers with version 1 of the SDK, and with version 2. */
	readonly sends?: readonly [first: string | undefined, second: string | undefined];
	/** Why we say something else than what happens. */
	readonly otherwise?: string;
};

/** The keys of a profile. */
export const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
export const section = (name: string, ...lines: readonly string[]): string =>
	`[${name}]\n${lines.join('\n')}\n`;
export const dev = section('dev', keys('DEV'));
export const base = section('base', keys('BASE'));
export const fallback = section('default', keys('DEFAULT'));
export const arn = (role: string): string => `arn:aws:iam::111122223333:role/${role}`;
export const role = (...lines: readonly string[]): string =>
	section('profile dev', `role_arn = ${arn('builder')}`, ...lines);

export const environmentKeys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'secret' };
export const otherKeys = { AWS_ACCESS_KEY: 'ENV', AWS_SECRET_KEY: 'secret' };
export const webIdentity = {
	files: { token: 'TOKEN' },
	environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '~/token', AWS_ROLE_ARN: arn('web') },
};
export const relative = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/x' };

export const startUrl = 'https://corp.awsapps.com/start';
export const legacySignOn = section(
	'profile dev',
	`sso_start_url = ${startUrl}`,
	'sso_region = us-east-1',
	'sso_account_id = 111122223333',
	'sso_role_name = Admin',
);
const session = section('sso-session corp', `sso_start_url = ${startUrl}`, 'sso_region = us-east-1');
export const sessionSignOn = `${section('profile dev', 'sso_session = corp', 'sso_account_id = 111122223333', 'sso_role_name = Admin')}${session}`;
export const signedOn = 'Admin.SSO.111122223333';
export const cached = (key: string, token: object): Readonly<Record<string, string>> => ({
	[`.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`]: JSON.stringify(token),
});
export const valid = { accessToken: 'good', expiresAt: '2099-01-01T00:00:00Z' };
export const expired = { accessToken: 'good', expiresAt: '2020-01-01T00:00:00Z' };
export const refreshable = { ...expired, refreshToken: 'r', clientId: 'c', clientSecret: 's' };

export const process = (script: string): string =>
	section('profile dev', `credential_process = /bin/sh -c '${script}'`);
export const answer = `{\\"Version\\":1,\\"AccessKeyId\\":\\"PROCESS\\",\\"SecretAccessKey\\":\\"secret\\"}`;

const loginSession = 'arn:aws:iam::111122223333:user/x';
export const login = section('profile dev', `login_session = ${loginSession}`);
/** What `aws login` leaves, with keys until then. */
export const loggedIn = (expiresAt: string): Readonly<Record<string, string>> => ({
	[`.aws/login/cache/${createHash('sha256').update(loginSession).digest('hex')}.json`]: JSON.stringify({
		accessToken: {
			accessKeyId: 'LOGIN',
			secretAccessKey: 'secret',
			sessionToken: 'token',
			accountId: '111122223333',
			expiresAt,
		},
		clientId: 'arn:aws:signin:::devtools/same-device',
		refreshToken: 'refresh',
		idToken: 'id',
		dpopKey: 'key',
	}),
});
