import {
	answer,
	arn,
	base,
	dev,
	environmentKeys,
	keys,
	process,
	relative,
	role,
	type SetUp,
	section,
} from './parts.ts';

/** Roles, and with whose keys they are taken. */
export const roles: readonly SetUp[] = [
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
		signs: 'builder.BASE',
	},
	{
		name: 'a role by a role with an MFA device, keys of another in the environment',
		config:
			role('source_profile = mid') +
			section('profile mid', `role_arn = ${arn('mid')}`, 'source_profile = base', 'mfa_serial = 123'),
		credentials: base,
		environment: environmentKeys,
		profile: 'dev',
		signs: 'builder.mid.BASE',
	},
	{
		name: 'a role with an MFA device that may not be taken',
		config: section(
			'profile dev',
			`role_arn = ${arn('refused')}`,
			'source_profile = base',
			'mfa_serial = 123',
		),
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
		signs: 'builder.ENV',
	},
	{
		name: 'a role by a role by the keys of the environment',
		config:
			role('source_profile = mid') +
			section('profile mid', `role_arn = ${arn('mid')}`, 'credential_source = Environment'),
		environment: environmentKeys,
		profile: 'dev',
		signs: 'builder.mid.ENV',
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
