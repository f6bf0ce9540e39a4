import { expect, test } from 'vitest';
import { makePerson } from '../../helpers/program.ts';
import { ask, elements, refusal, rehearse } from '../helpers.ts';

/** A call that names a resource by its id, the prefix of such ids, and how EC2 refuses a malformed and an absent one. */
const calls = [
	['DescribeImages', 'ImageId.1', 'ami', 'InvalidAMIID.Malformed', 'InvalidAMIID.NotFound'],
	['DeregisterImage', 'ImageId', 'ami', 'InvalidAMIID.Malformed', 'InvalidAMIID.NotFound'],
	['CopyImage', 'SourceImageId', 'ami', 'InvalidAMIID.Malformed', 'InvalidAMIID.NotFound'],
	['DescribeInstances', 'InstanceId.1', 'i', 'InvalidInstanceID.Malformed', 'InvalidInstanceID.NotFound'],
	['StopInstances', 'InstanceId.1', 'i', 'InvalidInstanceID.Malformed', 'InvalidInstanceID.NotFound'],
	['TerminateInstances', 'InstanceId.1', 'i', 'InvalidInstanceID.Malformed', 'InvalidInstanceID.NotFound'],
	['DescribeSecurityGroups', 'GroupId.1', 'sg', 'InvalidGroupId.Malformed', 'InvalidGroup.NotFound'],
	['DeleteSecurityGroup', 'GroupId', 'sg', 'InvalidGroupId.Malformed', 'InvalidGroup.NotFound'],
	['DescribeSubnets', 'SubnetId.1', 'subnet', 'InvalidSubnetID.Malformed', 'InvalidSubnetID.NotFound'],
	['DescribeVpcs', 'VpcId.1', 'vpc', 'InvalidVpcID.Malformed', 'InvalidVpcID.NotFound'],
	['CreateSecurityGroup', 'VpcId', 'vpc', 'InvalidVpcID.Malformed', 'InvalidVpcID.NotFound'],
	['DescribeVolumes', 'VolumeId.1', 'vol', 'InvalidVolumeID.Malformed', 'InvalidVolume.NotFound'],
	['DescribeSnapshots', 'SnapshotId.1', 'snap', 'InvalidSnapshotID.Malformed', 'InvalidSnapshot.NotFound'],
	['DeleteSnapshot', 'SnapshotId', 'snap', 'InvalidSnapshotID.Malformed', 'InvalidSnapshot.NotFound'],
	[
		'DeleteLaunchTemplate',
		'LaunchTemplateId',
		'lt',
		'InvalidLaunchTemplateId.Malformed',
		'InvalidLaunchTemplateId.NotFound',
	],
] as const;

test('an id that is none is told from one that leads nowhere', async () => {
	const rehearsal = await rehearse(await makePerson());
	const needed = { GroupName: 'g', GroupDescription: 'd', SourceRegion: 'eu-west-1', Name: 'copy' };
	for (const [Action, parameter, prefix, malformed, absent] of calls) {
		for (const [id, code] of [
			[`${prefix}-01234567`, absent],
			[`${prefix}-0123456789abcdef0`, absent],
			[`${prefix}-0123`, malformed],
			[`${prefix}-0123456789ABCDEF0`, malformed],
			[`${prefix}_01234567`, malformed],
			['x-01234567', malformed],
			// What every object has by itself is no id.
			['constructor', malformed],
			['__proto__', malformed],
			['toString', malformed],
		] as const) {
			const request = { Action, ...needed, [parameter]: id };
			expect([Action, id, await refusal(rehearsal, request)]).toEqual([Action, id, code]);
		}
	}
});

test("the object's own property names are no names, tags, filters, regions", async () => {
	const rehearsal = await rehearse(await makePerson());
	const iam = { service: 'iam', region: 'us-east-1' };
	for (const name of ['constructor', '__proto__', 'hasOwnProperty']) {
		const profile = { InstanceProfileName: name, RoleName: name };
		expect(await refusal(rehearsal, { Action: 'GetInstanceProfile', ...profile }, iam)).toBe('NoSuchEntity');
		expect(await refusal(rehearsal, { Action: 'GetRole', ...profile }, iam)).toBe('NoSuchEntity');
		expect(await refusal(rehearsal, { Action: 'CreateInstanceProfile', ...profile }, iam)).toBe('');
		expect(await refusal(rehearsal, { Action: 'CreateRole', ...profile }, iam)).toBe('');
		const unfiltered = { Action: 'DescribeVpcs', 'Filter.1.Value.1': 'x' };
		expect(await refusal(rehearsal, { ...unfiltered, 'Filter.1.Name': name })).toBe('InvalidParameterValue');
		const byTag = await ask(rehearsal, { ...unfiltered, 'Filter.1.Name': `tag:${name}` });
		expect([byTag.status, elements(byTag.xml, 'vpcId')]).toEqual([200, []]);
		const elsewhere = await ask(rehearsal, { Action: 'DescribeVpcs' }, { region: name });
		expect([elsewhere.status, elements(elsewhere.xml, 'vpcId').length]).toEqual([200, 1]);
		const pair = { Action: 'CreateKeyPair', KeyName: name, KeyType: 'ed25519' };
		const tag = { 'TagSpecification.1.ResourceType': 'key-pair', 'TagSpecification.1.Tag.1.Key': name };
		const made = await ask(rehearsal, { ...pair, ...tag, 'TagSpecification.1.Tag.1.Value': 'v' });
		expect([elements(made.xml, 'key'), elements(made.xml, 'value')]).toEqual([[name], ['v']]);
	}
});
