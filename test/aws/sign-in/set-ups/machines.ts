import { dev, environmentKeys, fallback, keys, relative, role, type SetUp, section } from './parts.ts';

/** The role of a container or of the machine. */
export const machines: readonly SetUp[] = [
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

/** Other addresses than Amazon's: they change nothing about who signs. */
export const endpoints: readonly SetUp[] = [
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
