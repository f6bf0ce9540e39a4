import {
	arn,
	base,
	dev,
	environmentKeys,
	fallback,
	keys,
	role,
	type SetUp,
	section,
	webIdentity,
} from './parts.ts';

const tokenFile = { AWS_WEB_IDENTITY_TOKEN_FILE: '~/token' };
const address = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8002/x' };

/** Variables that count only with others: without them, and with them. */
export const unused: readonly SetUp[] = [
	{
		name: 'half a pair of keys in the environment',
		environment: { AWS_ACCESS_KEY_ID: 'HALF' },
		unused: ['AWS_ACCESS_KEY_ID'],
	},
	{
		name: 'half a pair in the environment, a profile',
		environment: { AWS_ACCESS_KEY_ID: 'HALF', AWS_PROFILE: 'dev' },
		credentials: dev,
		signs: 'DEV',
		unused: ['AWS_ACCESS_KEY_ID'],
	},
	{
		name: 'the other half and a session token, and a default profile',
		environment: { AWS_SECRET_KEY: 'secret', AWS_SESSION_TOKEN: 'lone-token' },
		credentials: fallback,
		signs: 'DEFAULT',
		unused: ['AWS_SECRET_KEY', 'AWS_SESSION_TOKEN'],
	},
	{
		name: 'keys and a session token',
		environment: { ...environmentKeys, AWS_SESSION_TOKEN: 'session-token' },
		signs: 'ENV',
		sends: ['session-token', 'session-token'],
	},
	{
		name: 'a token file without a role, and a default profile',
		files: { token: 'LONE' },
		environment: { ...tokenFile, AWS_ROLE_SESSION_NAME: 'lone-session' },
		credentials: fallback,
		signs: 'DEFAULT',
		unused: ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_SESSION_NAME'],
	},
	{
		name: 'a token file without a role, and keys in the environment',
		files: { token: 'LONE' },
		environment: { ...tokenFile, ...environmentKeys },
		signs: 'ENV',
		unused: ['AWS_WEB_IDENTITY_TOKEN_FILE'],
	},
	{
		name: 'a role without a token file, and a profile with a role',
		environment: {
			AWS_ROLE_ARN: arn('lone'),
			AWS_ROLE_SESSION_NAME: 'lone-session-of-a-role',
			AWS_PROFILE: 'dev',
		},
		config: role('source_profile = base'),
		credentials: base,
		signs: 'builder.BASE',
		unused: ['AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'],
	},
	{
		name: 'a web identity and the name of its session',
		...webIdentity,
		environment: { ...webIdentity.environment, AWS_ROLE_SESSION_NAME: 'web-session' },
		signs: 'web.TOKEN',
		sends: ['web-session', 'web-session'],
	},
	{
		name: 'an instance, and what a container would be asked with',
		where: 'instance',
		files: { authorization: 'lone-authorization' },
		environment: {
			AWS_CONTAINER_AUTHORIZATION_TOKEN: 'lone-authorization',
			AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '~/authorization',
		},
		signs: 'INSTANCE',
		unused: ['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'],
	},
	{
		name: 'a container, and what it is asked with',
		environment: { ...address, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'authorization' },
		signs: 'CONTAINER',
		sends: ['authorization: authorization', 'authorization: authorization'],
	},
	{
		name: 'a container, and what it is asked with in a file',
		files: { authorization: 'authorization-in-a-file' },
		environment: { ...address, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '~/authorization' },
		signs: 'CONTAINER',
		sends: [undefined, 'authorization-in-a-file'],
	},
	{
		name: 'AWS_SDK_LOAD_CONFIG, which changes nothing',
		environment: { AWS_SDK_LOAD_CONFIG: '0', AWS_DEFAULT_PROFILE: 'dev' },
		config: section('profile dev', keys('DEV')),
		credentials: fallback,
		signs: 'DEV',
	},
];
