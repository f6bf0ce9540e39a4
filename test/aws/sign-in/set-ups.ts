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
	/** Why we say something else than what happens. */
	readonly otherwise?: string;
};

/** The keys of a profile. */
const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
const section = (name: string, ...lines: readonly string[]): string => `[${name}]\n${lines.join('\n')}\n`;
const dev = section('dev', keys('DEV'));
const base = section('base', keys('BASE'));
const fallback = section('default', keys('DEFAULT'));
const arn = (role: string): string => `arn:aws:iam::111122223333:role/${role}`;
const role = (...lines: readonly string[]): string =>
	section('profile dev', `role_arn = ${arn('builder')}`, ...lines);

const environmentKeys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'secret' };
const otherKeys = { AWS_ACCESS_KEY: 'ENV', AWS_SECRET_KEY: 'secret' };
const webIdentity = {
	files: { token: 'TOKEN' },
	environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '~/token', AWS_ROLE_ARN: arn('web') },
};
const relative = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/x' };

const startUrl = 'https://corp.awsapps.com/start';
const legacySignOn = section(
	'profile dev',
	`sso_start_url = ${startUrl}`,
	'sso_region = us-east-1',
	'sso_account_id = 111122223333',
	'sso_role_name = Admin',
);
const session = section('sso-session corp', `sso_start_url = ${startUrl}`, 'sso_region = us-east-1');
const sessionSignOn = `${section('profile dev', 'sso_session = corp', 'sso_account_id = 111122223333', 'sso_role_name = Admin')}${session}`;
const signedOn = 'Admin.SSO.111122223333';
const cached = (key: string, token: object): Readonly<Record<string, string>> => ({
	[`.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`]: JSON.stringify(token),
});
const valid = { accessToken: 'good', expiresAt: '2099-01-01T00:00:00Z' };
const expired = { accessToken: 'good', expiresAt: '2020-01-01T00:00:00Z' };
const refreshable = { ...expired, refreshToken: 'r', clientId: 'c', clientSecret: 's' };

const process = (script: string): string =>
	section('profile dev', `credential_process = /bin/sh -c '${script}'`);
const answer = `{\\"Version\\":1,\\"AccessKeyId\\":\\"PROCESS\\",\\"SecretAccessKey\\":\\"secret\\"}`;

const environment: readonly SetUp[] = [
	{ name: 'nothing at all' },
	{ name: 'keys in the environment', environment: environmentKeys, signs: 'ENV' },
	{ name: 'keys by their other names', environment: otherKeys, signs: 'ENV' },
	{
		name: 'keys, one by each name',
		environment: { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_KEY: 'secret' },
		signs: 'ENV',
	},
	{ name: 'half a pair of keys in the environment', environment: { AWS_ACCESS_KEY_ID: 'ENV' } },
	{
		name: 'half a pair in the environment, a profile',
		environment: { AWS_ACCESS_KEY_ID: 'ENV', AWS_PROFILE: 'dev' },
		credentials: dev,
		signs: 'DEV',
	},
	{
		name: 'keys in the environment and the default profile',
		environment: environmentKeys,
		credentials: fallback,
		signs: 'ENV',
	},
	{
		name: 'keys in the environment and AWS_PROFILE',
		environment: { ...environmentKeys, AWS_PROFILE: 'dev' },
		credentials: dev,
		signs: 'ENV',
	},
	{
		name: 'keys in the environment and the profile of the recipe',
		environment: environmentKeys,
		credentials: dev,
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'keys by their other names and the profile of the recipe',
		environment: { ...otherKeys, AWS_SESSION_TOKEN: 'token' },
		config: section('profile dev', keys('DEV')),
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'keys in the environment and a profile of the recipe that does not exist',
		environment: environmentKeys,
		credentials: dev,
		profile: 'gone',
	},
	{
		name: 'keys in the environment and an AWS_PROFILE that does not exist',
		environment: { ...environmentKeys, AWS_PROFILE: 'gone' },
		credentials: dev,
		signs: 'ENV',
	},
	{ name: 'AWS_PROFILE', environment: { AWS_PROFILE: 'dev' }, credentials: fallback + dev, signs: 'DEV' },
	{
		name: 'AWS_DEFAULT_PROFILE',
		environment: { AWS_DEFAULT_PROFILE: 'dev' },
		credentials: fallback + dev,
		signs: 'DEV',
	},
	{
		name: 'AWS_PROFILE and AWS_DEFAULT_PROFILE',
		environment: { AWS_PROFILE: 'dev', AWS_DEFAULT_PROFILE: 'default' },
		credentials: fallback + dev,
		signs: 'DEV',
	},
	{ name: 'an empty AWS_PROFILE', environment: { AWS_PROFILE: '' }, credentials: fallback, signs: 'DEFAULT' },
	{ name: 'an AWS_PROFILE that does not exist', environment: { AWS_PROFILE: 'gone' }, credentials: fallback },
	{
		name: 'AWS_PROFILE and another profile of the recipe',
		environment: { AWS_PROFILE: 'base' },
		credentials: dev + base,
		profile: 'dev',
		signs: 'DEV',
	},
	{ name: 'a web identity', ...webIdentity, signs: 'web.TOKEN' },
	{
		name: 'a web identity and a default profile with keys',
		...webIdentity,
		credentials: fallback,
		signs: 'web.TOKEN',
	},
	{
		name: 'a web identity and AWS_PROFILE with keys',
		...webIdentity,
		environment: { ...webIdentity.environment, AWS_PROFILE: 'dev' },
		credentials: dev,
		signs: 'web.TOKEN',
	},
	{
		name: 'a web identity and the profile of the recipe',
		...webIdentity,
		credentials: dev,
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'a web identity and keys in the environment',
		...webIdentity,
		environment: { ...webIdentity.environment, ...environmentKeys },
		signs: 'ENV',
	},
	{ name: 'a web identity without its token', environment: webIdentity.environment },
	{
		name: 'a web identity that may not take the role',
		...webIdentity,
		environment: { ...webIdentity.environment, AWS_ROLE_ARN: arn('refused') },
	},
	{
		name: 'a token file without a role, and a default profile',
		files: webIdentity.files,
		environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '~/token' },
		credentials: fallback,
		signs: 'DEFAULT',
	},
];

const files: readonly SetUp[] = [
	{ name: 'the default profile', credentials: fallback, signs: 'DEFAULT' },
	{ name: 'the default profile in the configuration', config: fallback, signs: 'DEFAULT' },
	{
		name: 'a profile in the configuration',
		config: section('profile dev', keys('DEV')),
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'a profile in both files',
		config: section('profile dev', keys('CONFIG')),
		credentials: dev,
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'a profile of the configuration without its prefix',
		config: dev,
		profile: 'dev',
		signs: ['DEV', undefined],
	},
	{
		name: 'a prefix in the credentials file',
		credentials: section('profile dev', keys('DEV')),
		profile: 'dev',
		signs: ['DEV', undefined],
	},
	{
		name: 'both forms in the configuration',
		config: section('dev', keys('PLAIN')) + section('profile dev', keys('DEV')),
		profile: 'dev',
		signs: ['PLAIN', 'DEV'],
	},
	{
		name: 'two sections of one name',
		credentials: `${section('dev', keys('OLD'))}${section('dev', 'region = us-east-1')}`,
		profile: 'dev',
		signs: [undefined, 'OLD'],
	},
	{
		name: 'indented keys',
		credentials: '[dev]\n  aws_access_key_id = DEV\n  aws_secret_access_key = secret\n',
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'keys with a colon',
		credentials: '[dev]\naws_access_key_id: DEV\naws_secret_access_key: secret\n',
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'keys in capitals',
		credentials: '[dev]\nAWS_ACCESS_KEY_ID = DEV\nAWS_SECRET_ACCESS_KEY = secret\n',
		profile: 'dev',
		signs: [undefined, 'DEV'],
	},
	{
		name: 'blanks in the header',
		config: section(' profile   dev ', keys('DEV')),
		profile: 'dev',
		signs: [undefined, 'DEV'],
	},
	{
		name: 'tabs around the sign',
		credentials: '[dev]\naws_access_key_id\t=\tDEV\naws_secret_access_key\t=\tsecret\n',
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'a tab behind a key',
		credentials: '[dev]\naws_access_key_id = DEV\t\naws_secret_access_key = secret\n',
		profile: 'dev',
		signs: [undefined, 'DEV'],
	},
	{
		name: 'a tab in the header',
		config: '[profile\tdev]\naws_access_key_id = DEV\naws_secret_access_key = secret\n',
		profile: 'dev',
		signs: [undefined, 'DEV'],
	},
	{ name: 'a profile in quotes', config: section('profile "my dev"', keys('DEV')), profile: 'my dev' },
	{
		name: 'a profile with a blank in the credentials file',
		credentials: section('my dev', keys('DEV')),
		profile: 'my dev',
		signs: 'DEV',
	},
	{
		name: 'keys in quotes',
		credentials: '[dev]\naws_access_key_id = "DEV"\naws_secret_access_key = "secret"\n',
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'quotes that do not end',
		credentials: '[dev]\naws_access_key_id = "DEV\naws_secret_access_key = secret\n',
		profile: 'dev',
		signs: [undefined, '"DEV'],
	},
	{ name: 'a byte-order mark before the default profile', credentials: `\uFEFF${fallback}` },
	{
		name: 'a byte-order mark before another profile',
		credentials: `\uFEFF${fallback}${dev}`,
		profile: 'dev',
		signs: [undefined, 'DEV'],
	},
	{
		name: 'a byte-order mark and keys in the environment',
		credentials: `\uFEFF${fallback}`,
		environment: environmentKeys,
		signs: [undefined, 'ENV'],
	},
	{
		name: 'lines that end as on Windows',
		credentials: dev.replaceAll('\n', '\r\n'),
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'comments behind values',
		credentials: '[dev] ; mine\naws_access_key_id = DEV # old\naws_secret_access_key = secret ; new\n',
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'a comment for a value',
		credentials: `${dev}region = # none\n`,
		profile: 'dev',
		signs: [undefined, 'DEV'],
	},
	{
		name: 'nested settings',
		config: `[profile dev]\ns3 =\n  aws_access_key_id = NESTED\n  aws_secret_access_key = secret\n${keys('DEV')}`,
		profile: 'dev',
		signs: 'DEV',
	},
	{ name: 'text that is no setting', credentials: `hello\n${dev}`, profile: 'dev', signs: 'DEV' },
	{ name: 'a header that does not end', credentials: `[dev\n${keys('DEV')}`, profile: 'dev' },
	{
		name: 'half a pair of keys in a profile',
		credentials: '[dev]\naws_access_key_id = DEV\n',
		profile: 'dev',
	},
	{
		name: 'one key in each file',
		config: section('profile dev', 'aws_access_key_id = DEV'),
		credentials: section('dev', 'aws_secret_access_key = secret'),
		profile: 'dev',
	},
	{ name: 'an empty profile', config: section('profile dev', 'region = us-east-1'), profile: 'dev' },
	{
		name: 'AWS_CONFIG_FILE with ~',
		files: { aws: section('profile dev', keys('DEV')) },
		environment: { AWS_CONFIG_FILE: '~/aws' },
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'AWS_SHARED_CREDENTIALS_FILE, relative',
		files: { aws: dev },
		environment: { AWS_SHARED_CREDENTIALS_FILE: './aws' },
		profile: 'dev',
		signs: 'DEV',
	},
	{
		name: 'files that are folders',
		files: { '.aws/config/x': '', '.aws/credentials/x': '' },
		profile: 'dev',
	},
];

const roles: readonly SetUp[] = [
	{
		name: 'a role by a source profile',
		config: role('source_profile = base'),
		credentials: base,
		profile: 'dev',
		signs: 'builder.BASE',
	},
	{
		name: 'a role by AWS_PROFILE',
		config: role('source_profile = base'),
		credentials: base,
		environment: { AWS_PROFILE: 'dev' },
		signs: 'builder.BASE',
	},
	{
		name: 'a role, keys in the environment',
		config: role('source_profile = base'),
		credentials: base,
		environment: environmentKeys,
		profile: 'dev',
		signs: 'builder.BASE',
	},
	{
		name: 'a role by a role',
		config:
			role('source_profile = mid') +
			section('profile mid', `role_arn = ${arn('mid')}`, 'source_profile = base'),
		credentials: base,
		profile: 'dev',
		signs: 'builder.mid.BASE',
	},
	{
		name: 'a role by its own keys',
		config: role('source_profile = dev', keys('DEV')),
		profile: 'dev',
		signs: 'builder.DEV',
	},
	{ name: 'a role with keys and no source', config: role(keys('DEV')), profile: 'dev', signs: 'builder.DEV' },
	{
		name: 'a role beside keys in the credentials file',
		config: role('source_profile = base'),
		credentials: dev + base,
		profile: 'dev',
		signs: ['DEV', 'builder.BASE'],
	},
	{
		name: 'a role that may not be taken',
		config: section('profile dev', `role_arn = ${arn('refused')}`, 'source_profile = base'),
		credentials: base,
		profile: 'dev',
	},
	{
		name: 'a role with an MFA device',
		config: role('source_profile = base', 'mfa_serial = arn:aws:iam::1:mfa/x'),
		credentials: base,
		profile: 'dev',
	},
	{
		name: 'a role with both sources',
		config: role('source_profile = base', 'credential_source = Environment'),
		credentials: base,
		profile: 'dev',
	},
	{ name: 'a role without a source', config: role(), profile: 'dev' },
	{ name: 'a role whose source does not exist', config: role('source_profile = gone'), profile: 'dev' },
	{
		name: 'a role by a default profile without keys',
		config: `${section('default', 'region = us-east-1')}${role('source_profile = default')}`,
		profile: 'dev',
	},
	{
		name: 'roles by each other',
		config: `${role('source_profile = mid')}${section('profile mid', `role_arn = ${arn('mid')}`, 'source_profile = dev')}`,
		profile: 'dev',
	},
	{
		name: 'a credential_source without a role',
		config: section('profile dev', 'credential_source = Environment'),
		environment: environmentKeys,
		profile: 'dev',
	},
	{
		name: 'a source profile without a role',
		config: section('profile dev', 'source_profile = base'),
		credentials: base,
		profile: 'dev',
	},
	{
		name: 'a role by the keys of the environment',
		config: role('credential_source = Environment'),
		environment: environmentKeys,
		profile: 'dev',
		signs: [undefined, 'builder.ENV'],
	},
	{
		name: 'a role by a role by the keys of the environment',
		config:
			role('source_profile = mid') +
			section('profile mid', `role_arn = ${arn('mid')}`, 'credential_source = Environment'),
		environment: environmentKeys,
		profile: 'dev',
		signs: [undefined, 'builder.mid.ENV'],
	},
	{
		name: 'a role by keys that the environment does not have',
		config: role('credential_source = Environment'),
		profile: 'dev',
	},
	{
		name: 'a role by the machine',
		config: role('credential_source = Ec2InstanceMetadata'),
		profile: 'dev',
		where: 'instance',
		signs: 'builder.INSTANCE',
	},
	{
		name: 'a role by a machine that is none',
		config: role('credential_source = Ec2InstanceMetadata'),
		profile: 'dev',
	},
	{
		name: 'a role by the container',
		config: role('credential_source = EcsContainer'),
		environment: relative,
		profile: 'dev',
		where: 'instance',
		signs: 'builder.CONTAINER',
	},
	{
		name: 'a role by a container that is none',
		config: role('credential_source = EcsContainer'),
		profile: 'dev',
	},
	{ name: 'an unknown credential_source', config: role('credential_source = Somewhere'), profile: 'dev' },
	{
		name: 'a role by a token in a file',
		config: role('web_identity_token_file = HOME/token'),
		files: { token: 'TOKEN' },
		profile: 'dev',
		signs: 'builder.TOKEN',
	},
	{
		name: 'a role by a token that is not there',
		config: role('web_identity_token_file = HOME/token'),
		profile: 'dev',
	},
	{
		name: 'a role by a program',
		config:
			role('source_profile = tool') + process(`echo "${answer}"`).replace('profile dev', 'profile tool'),
		profile: 'dev',
		signs: 'builder.PROCESS',
	},
];

const signOns: readonly SetUp[] = [
	{
		name: 'SSO in the profile',
		config: legacySignOn,
		files: cached(startUrl, valid),
		profile: 'dev',
		signs: signedOn,
	},
	{ name: 'SSO in the profile, not signed in', config: legacySignOn, profile: 'dev' },
	{
		name: 'SSO in the profile, expired',
		config: legacySignOn,
		files: cached(startUrl, refreshable),
		profile: 'dev',
	},
	{
		name: 'SSO in the profile, revoked',
		config: legacySignOn,
		files: cached(startUrl, { ...valid, accessToken: 'revoked' }),
		profile: 'dev',
	},
	{
		name: 'SSO in the profile, half',
		config: section('profile dev', `sso_start_url = ${startUrl}`, 'sso_region = us-east-1'),
		files: cached(startUrl, valid),
		profile: 'dev',
	},
	{
		name: 'SSO with keys in the environment',
		config: legacySignOn,
		files: cached(startUrl, valid),
		environment: environmentKeys,
		profile: 'dev',
		signs: signedOn,
	},
	{
		name: 'a role by SSO',
		config: `${role('source_profile = on')}${legacySignOn.replace('profile dev', 'profile on')}`,
		files: cached(startUrl, valid),
		profile: 'dev',
		signs: `builder.${signedOn}`,
	},
	{
		name: 'a role by its own SSO',
		config: `${legacySignOn}role_arn = ${arn('builder')}\nsource_profile = dev\n`,
		files: cached(startUrl, valid),
		profile: 'dev',
		signs: `builder.${signedOn}`,
	},
	{
		name: 'an sso-session',
		config: sessionSignOn,
		files: cached('corp', valid),
		profile: 'dev',
		signs: [undefined, signedOn],
	},
	{
		name: 'an sso-session that can be refreshed',
		config: sessionSignOn,
		files: cached('corp', refreshable),
		profile: 'dev',
		signs: [undefined, signedOn],
	},
	{
		name: 'an sso-session that has expired',
		config: sessionSignOn,
		files: cached('corp', expired),
		profile: 'dev',
	},
	{
		name: 'an sso-session that is not there',
		config: sessionSignOn.replace('[sso-session corp]', '[sso-session other]'),
		files: cached('corp', valid),
		profile: 'dev',
	},
	{
		name: 'an sso-session beside keys in the environment',
		config: sessionSignOn.replace('profile dev', 'default'),
		environment: environmentKeys,
		signs: 'ENV',
	},
	{
		name: 'aws login',
		config: section('profile dev', 'login_session = arn:aws:iam::111122223333:user/x'),
		profile: 'dev',
	},
	{ name: 'a program', config: process(`echo "${answer}"`), profile: 'dev', signs: 'PROCESS' },
	{ name: 'a program that fails', config: process('exit 253'), profile: 'dev' },
	{
		name: 'a program that is not there',
		config: section('profile dev', 'credential_process = /nowhere/program'),
		profile: 'dev',
	},
	{ name: 'a program that says nothing of use', config: process('echo hello'), profile: 'dev' },
	{
		name: 'a program and a key in the environment',
		config: process(`echo "${answer}"`),
		environment: environmentKeys,
		profile: 'dev',
		signs: 'PROCESS',
	},
];

const machines: readonly SetUp[] = [
	{ name: 'an instance', where: 'instance', signs: 'INSTANCE' },
	{
		name: 'an instance, the service switched off',
		where: 'instance',
		environment: { AWS_EC2_METADATA_DISABLED: 'true' },
		signs: [undefined, 'INSTANCE'],
	},
	{
		name: 'an instance whose service has no tokens',
		environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:8001' },
		signs: 'INSTANCE',
	},
	{ name: 'an instance and a default profile', where: 'instance', credentials: fallback, signs: 'DEFAULT' },
	{
		name: 'an instance and keys in the environment',
		where: 'instance',
		environment: environmentKeys,
		signs: 'ENV',
	},
	{
		name: 'an instance and an empty profile',
		where: 'instance',
		config: section('profile dev', 'region = us-east-1'),
		profile: 'dev',
		signs: 'INSTANCE',
	},
	{
		name: 'an instance and an AWS_PROFILE that does not exist',
		where: 'instance',
		environment: { AWS_PROFILE: 'gone' },
		signs: ['INSTANCE', undefined],
		otherwise: 'who names a profile does not want the role of the machine',
	},
	{
		name: 'an instance and a profile of the recipe that does not exist',
		where: 'instance',
		profile: 'gone',
		signs: ['INSTANCE', undefined],
		otherwise: 'who names a profile does not want the role of the machine',
	},
	{
		name: 'an instance, half a pair of keys in the profile',
		where: 'instance',
		credentials: '[dev]\naws_access_key_id = DEV\n',
		profile: 'dev',
		signs: ['INSTANCE', undefined],
	},
	{
		name: 'an instance, a role without a source',
		where: 'instance',
		config: role(),
		profile: 'dev',
		signs: 'builder.INSTANCE',
	},
	{ name: 'a container', where: 'instance', environment: relative, signs: 'CONTAINER' },
	{
		name: 'a container by its whole address',
		environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8002/x' },
		signs: 'CONTAINER',
	},
	{
		name: 'a container at an address that is not trusted',
		environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1/x' },
	},
	{
		name: 'a container and a default profile',
		where: 'instance',
		environment: relative,
		credentials: fallback,
		signs: 'DEFAULT',
	},
];

const endpoints: readonly SetUp[] = [
	{
		name: 'an endpoint in the environment',
		credentials: dev,
		environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/SETUP' },
		profile: 'dev',
		signs: 'DEV at elsewhere',
	},
	{
		name: 'an endpoint in the profile',
		config: section('profile dev', 'endpoint_url = http://127.0.0.1:4566/SETUP', keys('DEV')),
		profile: 'dev',
		signs: 'DEV at elsewhere',
	},
	{
		name: 'an endpoint of a service',
		config: `${section('profile dev', 'services = local', keys('DEV'))}[services local]\nec2 =\n  endpoint_url = http://127.0.0.1:4566/SETUP\n`,
		profile: 'dev',
		signs: 'DEV at elsewhere',
	},
	{
		name: 'an endpoint that is to be ignored',
		config: section('profile dev', 'endpoint_url = http://127.0.0.1:4566/SETUP', keys('DEV')),
		environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
		profile: 'dev',
		signs: 'DEV',
	},
];

/** Every kind of set-up that we know, alone and two together. */
export const setUps: readonly SetUp[] = [
	...environment,
	...files,
	...roles,
	...signOns,
	...machines,
	...endpoints,
];
