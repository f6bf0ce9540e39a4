import { describe, expect, test } from 'vitest';
import type { Rehearsal } from '../../../source/rehearsal/rehearsal.ts';
import { makePerson } from '../../helpers/program.ts';
import { ask, elements, everything, refusal, rehearse } from '../helpers.ts';

type Request = Readonly<Record<string, string>>;

const baseOf = async (rehearsal: Rehearsal): Promise<string> => {
	const { xml } = await ask(rehearsal, {
		Action: 'DescribeImages',
		'Filter.1.Name': 'name',
		'Filter.1.Value.1': '*noble-24.04-amd64*20260427',
	});
	return elements(xml, 'imageId')[0] ?? '';
};

const launchOf = async (rehearsal: Rehearsal): Promise<Request> => ({
	Action: 'RunInstances',
	ImageId: await baseOf(rehearsal),
	InstanceType: 't3.micro',
});

const disk = (values: Request, device = '/dev/sdf'): Request => ({
	'BlockDeviceMapping.1.DeviceName': device,
	...Object.fromEntries(
		Object.entries(values).map(([name, text]) => [`BlockDeviceMapping.1.Ebs.${name}`, text]),
	),
});

const tag = (key: string, value: string): Request => ({ 'Tag.1.Key': key, 'Tag.1.Value': value });

const rule = (range: string, from = '22', to = '22', protocol = 'tcp'): Request => ({
	'IpPermissions.1.IpProtocol': protocol,
	'IpPermissions.1.FromPort': from,
	'IpPermissions.1.ToPort': to,
	'IpPermissions.1.IpRanges.1.CidrIp': range,
});

test.for<[Request, string]>([
	[disk({ VolumeType: 'gp3' }), 'MissingParameter'],
	[disk({ VolumeType: 'gp9', VolumeSize: '10' }), 'UnknownVolumeType'],
	[disk({ VolumeType: 'gp3', VolumeSize: '0' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '-8' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: 'big' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '65537' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp2', VolumeSize: '16385' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'st1', VolumeSize: '100' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'standard', VolumeSize: '1025' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'st1', VolumeSize: '500' }, '/dev/sda1'), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp2', VolumeSize: '10', Iops: '100' }), 'InvalidParameterCombination'],
	[disk({ VolumeType: 'io1', VolumeSize: '10' }), 'InvalidParameterCombination'],
	[disk({ VolumeType: 'io1', VolumeSize: '10', Iops: '501' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '10', Iops: '2999' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '10', Iops: '5001' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '1000', Iops: '80001' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '10', Throughput: '124' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp3', VolumeSize: '10', Throughput: '751' }), 'InvalidParameterValue'],
	[disk({ VolumeType: 'gp2', VolumeSize: '10', Throughput: '125' }), 'InvalidParameterCombination'],
	[disk({ VolumeSize: '7' }, '/dev/sda1'), 'InvalidBlockDeviceMapping'],
	[disk({ SnapshotId: 'snap-0123456789abcdef0' }), 'InvalidSnapshot.NotFound'],
	[disk({ SnapshotId: 'snap' }), 'InvalidSnapshotID.Malformed'],
	[disk({ VolumeSize: '8', KmsKeyId: 'alias/mine' }), 'InvalidParameterDependency'],
	[disk({ VolumeSize: '8' }), ''],
	[disk({ VolumeType: 'gp3', VolumeSize: '1', Iops: '3000', Throughput: '750' }), ''],
	[disk({ VolumeType: 'gp3', VolumeSize: '20', Iops: '10000', Throughput: '2000' }), ''],
	[disk({ VolumeType: 'io2', VolumeSize: '4', Iops: '4000' }), ''],
	[{ MinCount: '0', MaxCount: '1' }, 'InvalidParameterValue'],
	[{ MinCount: '3', MaxCount: '2' }, 'InvalidParameterValue'],
	[{ MinCount: '100', MaxCount: '100' }, 'InstanceLimitExceeded'],
	[{ 'Placement.AvailabilityZone': 'eu-west-1z' }, 'InvalidParameterValue'],
	[{ 'SecurityGroup.1': 'none' }, 'InvalidGroup.NotFound'],
	[{ 'SecurityGroup.1': 'default' }, ''],
	[{ 'IamInstanceProfile.Arn': 'arn:aws:iam::123456789012:instance-profile/no' }, 'InvalidParameterValue'],
	[{ 'MetadataOptions.HttpTokens': 'perhaps' }, 'InvalidParameterValue'],
	[{ 'MetadataOptions.HttpPutResponseHopLimit': '65' }, 'InvalidParameterValue'],
])('a launch with %j is refused with "%s"', async ([change, code]) => {
	const rehearsal = await rehearse(await makePerson());
	expect(await refusal(rehearsal, { ...(await launchOf(rehearsal)), ...change })).toBe(code);
	expect(everything(rehearsal).length > 0).toBe(code === '');
});

test('a launch that is sent again launches nothing, and one of its name that asks for more is refused', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = { ...(await launchOf(rehearsal)), MinCount: '1', MaxCount: '1', ClientToken: 'once' };
	const idsOf = async (request: Request) => elements((await ask(rehearsal, request)).xml, 'instanceId');
	const first = await idsOf(run);
	expect(await idsOf(run)).toEqual(first);
	expect(await refusal(rehearsal, { ...run, MaxCount: '2' })).toBe('IdempotentParameterMismatch');
	expect(await idsOf({ ...run, ClientToken: 'twice' })).not.toEqual(first);
	const all = { Action: 'DescribeInstances' };
	expect(await idsOf(all)).toHaveLength(2);
	expect(await idsOf({ ...all, 'Filter.1.Name': 'client-token', 'Filter.1.Value.1': 'once' })).toEqual(first);
});

test('user data is base64, and not too long', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = await launchOf(rehearsal);
	const code = (UserData: string) => refusal(rehearsal, { ...run, UserData });
	expect(await code('#!/bin/sh')).toBe('InvalidParameterValue');
	expect(await code(Buffer.alloc(16_385).toString('base64'))).toBe('InvalidParameterValue');
	expect(await code(Buffer.alloc(16_384).toString('base64'))).toBe('');
});

test('a launch gets as many machines as there is room for, and each is one of it', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = await launchOf(rehearsal);
	const two = await ask(rehearsal, { ...run, MinCount: '2', MaxCount: '2' });
	expect(elements(two.xml, 'amiLaunchIndex')).toEqual(['0', '1']);
	expect(elements(two.xml, 'reservationId')).toHaveLength(1);
	const rest = await ask(rehearsal, { ...run, MinCount: '1', MaxCount: '100' });
	expect(elements(rest.xml, 'instanceId')).toHaveLength(6);
	const subnets = await ask(rehearsal, { Action: 'DescribeSubnets' });
	const [subnet = '', , other = ''] = elements(subnets.xml, 'subnetId');
	const place = {
		SubnetId: subnet,
		'Placement.AvailabilityZone': elements(subnets.xml, 'availabilityZone')[2] ?? '',
	};
	expect(await refusal(rehearsal, { ...run, ...place })).toBe('InvalidParameterValue');
	expect(await refusal(rehearsal, { ...run, ...place, SubnetId: other })).toBe('InstanceLimitExceeded');
	const both = {
		'NetworkInterface.1.DeviceIndex': '0',
		'NetworkInterface.1.SubnetId': subnet,
		SubnetId: subnet,
	};
	expect(await refusal(rehearsal, { ...run, ...both })).toBe('InvalidParameterCombination');
});

test('a key that nobody has comes out when its disk is made, as EC2 has it', async () => {
	const rehearsal = await rehearse(await makePerson(), { keys: ['alias/images'] });
	const run = await launchOf(rehearsal);
	const state = async (key: string): Promise<readonly string[]> => {
		const encrypted = disk({ Encrypted: 'true', KmsKeyId: key }, '/dev/sda1');
		const { xml } = await ask(rehearsal, { ...run, ...encrypted });
		const [id = ''] = elements(xml, 'instanceId');
		const described = await ask(rehearsal, { Action: 'DescribeInstances', 'InstanceId.1': id });
		const reason = elements(described.xml, 'stateReason')[0] ?? '';
		return [...elements(described.xml, 'name'), ...elements(reason, 'code')];
	};

	expect(await state('alias/images')).toEqual(['running']);
	expect(await state('arn:aws:kms:eu-west-1:123456789012:alias/images')).toEqual(['running']);
	expect(await state('alias/invented')).toEqual(['terminated', 'Client.InvalidKMSKey.InvalidState']);
	expect(await state('arn:aws:kms:us-east-1:123456789012:alias/images')).toContain('terminated');

	const copyState = async (key: string): Promise<readonly string[]> => {
		const request = { Action: 'CopyImage', SourceRegion: 'eu-west-1', SourceImageId: run['ImageId'] ?? '' };
		const copy = await ask(rehearsal, { ...request, Name: `copy ${key}`, Encrypted: 'true', KmsKeyId: key });
		const [id = ''] = elements(copy.xml, 'imageId');
		const described = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': id });
		return [...elements(described.xml, 'imageState'), ...elements(described.xml, 'code')];
	};

	expect(await copyState('alias/images')).toEqual(['available']);
	expect(await copyState('alias/invented')).toEqual(['failed', 'Client.InvalidKMSKey.InvalidState']);
});

test('what EC2 takes as no tag is refused wherever a tag can be given', async () => {
	const rehearsal = await rehearse(await makePerson());
	const image = await baseOf(rehearsal);
	const many = Object.fromEntries(
		Array.from({ length: 51 }, (_, index) =>
			Object.entries({ [`Tag.${index + 1}.Key`]: `k${index}` }),
		).flat(),
	);
	for (const [tags, code] of [
		[tag('a'.repeat(129), 'b'), 'InvalidParameterValue'],
		[tag('a', 'b'.repeat(257)), 'InvalidParameterValue'],
		[tag('', 'b'), 'InvalidParameterValue'],
		[tag('AWS:a', 'b'), 'InvalidParameterValue'],
		[{ ...tag('a', 'b'), 'Tag.2.Key': 'a', 'Tag.2.Value': 'c' }, 'InvalidParameterValue'],
		[many, 'TagLimitExceeded'],
		[tag('a'.repeat(128), '🙂'.repeat(256)), ''],
	] as const) {
		const create = { Action: 'CreateTags', 'ResourceId.1': image };
		expect(await refusal(rehearsal, { ...create, ...tags })).toBe(code);
		const given = Object.entries(tags).map(([name, text]) => [`TagSpecification.1.${name}`, text]);
		const pair = { Action: 'CreateKeyPair', KeyName: `key ${code}`, KeyType: 'ed25519' };
		const request = { ...pair, 'TagSpecification.1.ResourceType': 'key-pair', ...Object.fromEntries(given) };
		expect(await refusal(rehearsal, request)).toBe(code);
	}
});

test('a rule of a security group is there once, and is one', async () => {
	const rehearsal = await rehearse(await makePerson());
	const made = await ask(rehearsal, {
		Action: 'CreateSecurityGroup',
		GroupName: 'g',
		GroupDescription: 'd',
	});
	const group = { GroupId: elements(made.xml, 'groupId')[0] ?? '' };
	const code = (Action: string, change: Request) => refusal(rehearsal, { Action, ...group, ...change });
	const allow = (change: Request) => code('AuthorizeSecurityGroupIngress', change);
	const all = { 'IpPermissions.1.IpProtocol': '-1', 'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0' };
	expect(await allow(rule('192.0.2.0/24'))).toBe('');
	expect(await allow(rule('192.0.2.0/24'))).toBe('InvalidPermission.Duplicate');
	// EC2 keeps a range without what lies behind its prefix, and protocols by their names.
	expect(await allow(rule('192.0.2.7/24', '22', '22', '6'))).toBe('InvalidPermission.Duplicate');
	expect(await allow(rule('192.0.2.0/25'))).toBe('');
	expect(await allow({ ...rule('192.0.2.9/32'), 'IpPermissions.1.IpRanges.2.CidrIp': '192.0.2.9/32' })).toBe(
		'InvalidParameterValue',
	);
	expect(await allow(rule('192.0.2.0'))).toBe('InvalidParameterValue');
	expect(await allow(rule('300.0.2.0/24'))).toBe('InvalidParameterValue');
	expect(await allow(rule('192.0.2.0/24', '80', '22'))).toBe('InvalidParameterValue');
	expect(await allow(rule('192.0.2.0/24', '22', '65536'))).toBe('InvalidParameterValue');
	expect(await allow(rule('192.0.2.0/24', '22', '22', 'smtp'))).toBe('InvalidParameterValue');
	expect(await code('AuthorizeSecurityGroupEgress', all)).toBe('InvalidPermission.Duplicate');
	expect(await code('RevokeSecurityGroupEgress', all)).toBe('');
	expect(await code('RevokeSecurityGroupEgress', all)).toBe('InvalidPermission.NotFound');
	expect(await code('RevokeSecurityGroupIngress', rule('198.51.100.0/24'))).toBe(
		'InvalidPermission.NotFound',
	);
	const { xml } = await ask(rehearsal, { Action: 'DescribeSecurityGroups', 'GroupId.1': group.GroupId });
	expect(elements(xml, 'cidrIp')).toEqual(['192.0.2.0/24', '192.0.2.0/25']);
	const standard = await ask(rehearsal, {
		Action: 'DescribeSecurityGroups',
		'Filter.1.Name': 'group-name',
		'Filter.1.Value.1': 'default',
	});
	const GroupId = elements(standard.xml, 'groupId')[0] ?? '';
	expect(await refusal(rehearsal, { Action: 'DeleteSecurityGroup', GroupId })).toBe('CannotDelete');
});

describe('lists', () => {
	test.for<[string, Request, string]>([
		[
			'DescribeInstanceTypes',
			{ 'Filter.1.Name': 'colour', 'Filter.1.Value.1': 'red' },
			'InvalidParameterValue',
		],
		['DescribeInstances', { 'Filter.1.Name': 'colour', 'Filter.1.Value.1': 'red' }, 'InvalidParameterValue'],
		['DescribeInstanceTypes', { MaxResults: '101' }, 'InvalidParameterValue'],
		['DescribeInstanceTypes', { MaxResults: '4' }, 'InvalidParameterValue'],
		['DescribeInstances', { MaxResults: '4' }, 'InvalidParameterValue'],
		['DescribeVolumes', { MaxResults: '1001' }, 'InvalidParameterValue'],
		['DescribeSecurityGroups', { MaxResults: 'all' }, 'InvalidParameterValue'],
		['DescribeSubnets', { NextToken: 'more' }, 'InvalidNextToken'],
		['DescribeInstances', { MaxResults: '5', 'InstanceId.1': 'i-01234567' }, 'InvalidInstanceID.NotFound'],
		['DescribeAvailabilityZones', { 'ZoneName.1': 'eu-west-1z' }, 'InvalidParameterValue'],
		['DescribeInstanceTypeOfferings', { LocationType: 'town' }, 'InvalidParameterValue'],
	])('%s with %j is refused with %s', async ([Action, change, code]) => {
		const rehearsal = await rehearse(await makePerson());
		expect(await refusal(rehearsal, { Action, ...change })).toBe(code);
	});

	test('come page by page, and a token of one list is none of another', async () => {
		const rehearsal = await rehearse(await makePerson());
		const first = await ask(rehearsal, { Action: 'DescribeInstanceTypes' });
		expect(elements(first.xml, 'instanceType')).toHaveLength(100);
		const NextToken = elements(first.xml, 'nextToken')[0] ?? '';
		const second = await ask(rehearsal, { Action: 'DescribeInstanceTypes', NextToken, MaxResults: '7' });
		expect(elements(second.xml, 'instanceType')).toHaveLength(7);
		expect(elements(first.xml, 'instanceType')).not.toContain(elements(second.xml, 'instanceType')[0]);
		const other = { Action: 'DescribeInstanceTypeOfferings', NextToken };
		expect(await refusal(rehearsal, other)).toBe('InvalidNextToken');
	});
});

test('what is protected, shared or in use stays', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = await ask(rehearsal, { ...(await launchOf(rehearsal)), DisableApiTermination: 'true' });
	const instance = elements(run.xml, 'instanceId')[0] ?? '';
	const end = { Action: 'TerminateInstances', 'InstanceId.1': instance };
	expect(await refusal(rehearsal, end)).toBe('OperationNotPermitted');
	const allow = {
		Action: 'ModifyInstanceAttribute',
		InstanceId: instance,
		'DisableApiTermination.Value': 'false',
	};
	expect(await refusal(rehearsal, allow)).toBe('');
	const made = await ask(rehearsal, { Action: 'CreateImage', InstanceId: instance, Name: 'web' });
	const ImageId = elements(made.xml, 'imageId')[0] ?? '';
	const code = (Action: string, change: Request = {}) => refusal(rehearsal, { Action, ImageId, ...change });
	expect(await code('EnableImageDeregistrationProtection')).toBe('');
	expect(await code('DeregisterImage')).toBe('OperationNotPermitted');
	expect(await code('DisableImageDeregistrationProtection')).toBe('');
	const share = (id: string): Request => ({ 'LaunchPermission.Add.1.UserId': id });
	expect(await code('ModifyImageAttribute', share('someone'))).toBe('InvalidAMIAttributeItemValue');
	expect(await code('ModifyImageAttribute', share('111122223333'))).toBe('');
	expect(await code('DeregisterImage')).toBe('');
	expect(await refusal(rehearsal, end)).toBe('');

	const encrypted = { Action: 'CopyImage', SourceRegion: 'eu-west-1', Name: 'safe', Encrypted: 'true' };
	const copy = await ask(rehearsal, { ...encrypted, SourceImageId: await baseOf(rehearsal) });
	const safe = elements(copy.xml, 'imageId')[0] ?? '';
	expect(await code('ModifyImageAttribute', { ...share('111122223333'), ImageId: safe })).toBe(
		'InvalidParameter',
	);
	const described = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': safe });
	const SnapshotId = elements(described.xml, 'snapshotId')[0] ?? '';
	const shareSnapshot = {
		Action: 'ModifySnapshotAttribute',
		'CreateVolumePermission.Add.1.UserId': '111122223333',
	};
	expect(await refusal(rehearsal, { ...shareSnapshot, SnapshotId })).toBe('OperationNotPermitted');
});

test('an image is made as its devices are asked for, or not at all', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = await ask(rehearsal, await launchOf(rehearsal));
	const make = { Action: 'CreateImage', InstanceId: elements(run.xml, 'instanceId')[0] ?? '', Name: 'web' };
	for (const [change, code] of [
		[disk({ VolumeType: 'io1', VolumeSize: '10' }), 'InvalidParameterCombination'],
		[disk({ VolumeType: 'gp3', VolumeSize: '10', Iops: '5001' }), 'InvalidParameterValue'],
		[disk({ VolumeSize: '7' }, '/dev/sda1'), 'InvalidBlockDeviceMapping'],
		[disk({ SnapshotId: 'snap-01234567' }), 'InvalidSnapshot.NotFound'],
		[disk({ DeleteOnTermination: 'true' }), 'MissingParameter'],
		[{ 'TagSpecification.1.ResourceType': 'images' }, 'InvalidParameterValue'],
		[{ 'TagSpecification.1.ResourceType': 'instance' }, 'InvalidParameterValue'],
	] as const) {
		expect(await refusal(rehearsal, { ...make, ...change })).toBe(code);
	}

	const made = await ask(rehearsal, { ...make, ...disk({ VolumeType: 'st1', VolumeSize: '200' }) });
	const ImageId = elements(made.xml, 'imageId')[0] ?? '';
	const described = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': ImageId });
	expect(elements(described.xml, 'volumeSize')).toEqual(['8', '200']);
	const copy = { Action: 'CopyImage', SourceImageId: ImageId, SourceRegion: 'eu-west-1', Name: 'copy' };
	expect(await refusal(rehearsal, { ...copy, SourceRegion: 'eu-west-9' })).toBe('InvalidRegion');
	expect(await refusal(rehearsal, copy)).toBe('');
	const share = (parameter: string, text: string) =>
		refusal(rehearsal, {
			Action: 'ModifyImageAttribute',
			ImageId,
			[`LaunchPermission.Add.1.${parameter}`]: text,
		});
	const organization = 'arn:aws:organizations::111122223333:organization/o-abcdefghij';
	expect(await share('OrganizationArn', organization)).toBe('');
	expect(await share('OrganizationArn', 'o-abcdefghij')).toBe('InvalidAMIAttributeItemValue');
	expect(await share('Group', 'some')).toBe('InvalidAMIAttributeItemValue');
	const shared = await ask(rehearsal, {
		Action: 'DescribeImageAttribute',
		ImageId,
		Attribute: 'launchPermission',
	});
	expect(elements(shared.xml, 'organizationArn')).toEqual([organization]);
});

test('a description is short and plain, as EC2 wants it at the very end of a build', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = await ask(rehearsal, await launchOf(rehearsal));
	const make = { Action: 'CreateImage', InstanceId: elements(run.xml, 'instanceId')[0] ?? '' };
	const longest = 'd'.repeat(255);
	const made = await ask(rehearsal, { ...make, Name: 'web', Description: longest });
	const ImageId = elements(made.xml, 'imageId')[0] ?? '';
	const copy = { Action: 'CopyImage', SourceImageId: ImageId, SourceRegion: 'eu-west-1' };
	const change = { Action: 'ModifyImageAttribute', ImageId };
	for (const text of [`${longest}d`, 'Ubuntu \u2013 with Node', 'Datenträger']) {
		expect(await refusal(rehearsal, { ...make, Name: 'other', Description: text })).toBe(
			'InvalidParameterValue',
		);
		expect(await refusal(rehearsal, { ...copy, Name: 'copy', Description: text })).toBe(
			'InvalidParameterValue',
		);
		expect(await refusal(rehearsal, { ...change, 'Description.Value': text })).toBe('InvalidParameterValue');
	}

	expect(await refusal(rehearsal, { ...change, 'Description.Value': `${longest.slice(1)}!` })).toBe('');
	const VolumeId = elements(run.xml, 'volumeId')[0] ?? '';
	const snapshot = { Action: 'CreateSnapshot', VolumeId };
	expect(await refusal(rehearsal, { ...snapshot, Description: `${longest}d` })).toBe('InvalidParameterValue');
	expect(await refusal(rehearsal, { ...snapshot, Description: longest })).toBe('');
	const groups = await ask(rehearsal, { Action: 'DescribeSecurityGroups' });
	const open = {
		...{ Action: 'AuthorizeSecurityGroupIngress', GroupId: elements(groups.xml, 'groupId')[0] ?? '' },
		...rule('10.0.0.0/8'),
	};
	const described = (text: string) =>
		refusal(rehearsal, { ...open, 'IpPermissions.1.IpRanges.1.Description': text });
	expect(await described("somebody's office")).toBe('InvalidParameterValue');
	expect(await described('the office')).toBe('');
});

test('owners and kinds of keys are those that EC2 has', async () => {
	const rehearsal = await rehearse(await makePerson());
	const owner = (Action: string, text: string) => refusal(rehearsal, { Action, 'Owner.1': text });
	expect(await owner('DescribeImages', 'canonical')).toBe('InvalidUserID.Malformed');
	expect(await owner('DescribeImages', 'aws-marketplace')).toBe('');
	expect(await owner('DescribeSnapshots', '12345')).toBe('InvalidUserID.Malformed');
	const pair = { Action: 'CreateKeyPair', KeyName: 'key' };
	expect(await refusal(rehearsal, { ...pair, KeyType: 'dsa' })).toBe('InvalidParameterValue');
	expect(await refusal(rehearsal, { ...pair, KeyFormat: 'ppk' })).toBe('InvalidParameterValue');
});

test('a role or a profile that is used is not deleted', async () => {
	const rehearsal = await rehearse(await makePerson());
	const names = { InstanceProfileName: 'p', RoleName: 'r', PolicyName: 'x' };
	const code = (Action: string) =>
		refusal(rehearsal, { Action, ...names }, { service: 'iam', region: 'us-east-1' });
	for (const [action, expected] of [
		['CreateInstanceProfile', ''],
		['CreateRole', ''],
		['PutRolePolicy', ''],
		['AddRoleToInstanceProfile', ''],
		['AddRoleToInstanceProfile', 'LimitExceeded'],
		['DeleteInstanceProfile', 'DeleteConflict'],
		['DeleteRole', 'DeleteConflict'],
		['RemoveRoleFromInstanceProfile', ''],
		['RemoveRoleFromInstanceProfile', 'NoSuchEntity'],
		['DeleteRole', 'DeleteConflict'],
		['DeleteRolePolicy', ''],
		['DeleteRolePolicy', 'NoSuchEntity'],
		['DeleteRole', ''],
		['DeleteInstanceProfile', ''],
	] as const) {
		expect([action, await code(action)]).toEqual([action, expected]);
	}
});

test('a service answers its own actions only', async () => {
	const rehearsal = await rehearse(await makePerson());
	expect(await refusal(rehearsal, { Action: 'GetCallerIdentity' })).toBe('InvalidAction');
	expect(await refusal(rehearsal, { Action: 'DescribeVpcs' }, { service: 'iam' })).toBe('InvalidAction');
	expect(await refusal(rehearsal, { Action: 'DescribeTags' }, { service: 'elasticloadbalancing' })).toBe(
		'UnsupportedOperation',
	);
});
