import { describe, expect, test } from 'vitest';
import { architectures, baseImages, imageOwner } from '../../../source/catalog/base-images.ts';
import { partitionOf, regions } from '../../../source/catalog/regions.ts';
import type { Rehearsal } from '../../../source/rehearsal/rehearsal.ts';
import { makePerson } from '../../helpers/program.ts';
import { ask, elements, everything, refusal, rehearse } from '../helpers.ts';
import { launch } from '../ssh-client.ts';

const image = async (rehearsal: Rehearsal): Promise<string> => {
	const { xml } = await ask(rehearsal, {
		Action: 'DescribeImages',
		'Filter.1.Name': 'name',
		'Filter.1.Value.1': '*noble-24.04-amd64*20260427',
	});
	return elements(xml, 'imageId')[0] ?? '';
};

describe('who may ask what', () => {
	test('nobody without the key of this very rehearsal', async () => {
		const rehearsal = await rehearse(await makePerson());
		const { credentials: other } = await rehearse(await makePerson());
		const { accessKeyId } = rehearsal.credentials;
		const forged = { accessKeyId, secretAccessKey: other.secretAccessKey };
		const action = { Action: 'CreateKeyPair', KeyName: 'mine' };
		expect(await refusal(rehearsal, action, { credentials: other })).toBe('AuthFailure');
		expect(await refusal(rehearsal, action, { credentials: forged })).toBe('SignatureDoesNotMatch');
		expect(await refusal(rehearsal, action, { time: '20261122T000000Z' })).toBe('RequestExpired');
		for (const service of ['sts', 'iam']) {
			expect(await refusal(rehearsal, action, { credentials: other, service })).toBe('InvalidClientTokenId');
			expect(await refusal(rehearsal, action, { credentials: forged, service })).toBe(
				'SignatureDoesNotMatch',
			);
		}

		const unsigned = await fetch(`${rehearsal.endpoint}/?Action=DescribeRegions`);
		expect(await unsigned.text()).toContain('<Code>MissingParameter</Code>');
		expect(everything(rehearsal)).toEqual([]);
	});

	test('unknown actions and services are refused', async () => {
		const rehearsal = await rehearse(await makePerson());
		expect(await refusal(rehearsal, { Action: 'BuyEverything' })).toBe('InvalidAction');
		expect(await refusal(rehearsal, { Action: 'toString' })).toBe('InvalidAction');
		expect(await refusal(rehearsal, {}, { service: 'ssm' })).toBe('UnsupportedOperation');
	});

	test('the caller is an account that nobody has', async () => {
		const rehearsal = await rehearse(await makePerson());
		const { xml } = await ask(rehearsal, { Action: 'GetCallerIdentity' }, { service: 'sts' });
		expect(elements(xml, 'Account')).toEqual(['123456789012']);
	});

	test('all regions of the catalogue are there', async () => {
		const rehearsal = await rehearse(await makePerson());
		const { xml } = await ask(rehearsal, { Action: 'DescribeRegions' });
		const commercial = regions.map(region => region.id).filter(id => partitionOf(id) === 'aws');
		expect(elements(xml, 'regionName')).toEqual(commercial);
		expect(await refusal(rehearsal, { Action: 'DescribeRegions', 'RegionName.1': 'eu-west-9' })).toBe(
			'InvalidParameterValue',
		);
	});
});

describe('base images', () => {
	test('each of the catalogue has an older and a newer one in each region', async () => {
		const rehearsal = await rehearse(await makePerson());
		const ids = new Set<string>();
		for (const region of ['eu-west-1', 'ap-east-2']) {
			for (const base of baseImages) {
				const { nameFilter, rootDevice } = base;
				for (const architecture of architectures) {
					const { xml } = await ask(
						rehearsal,
						{
							Action: 'DescribeImages',
							'Filter.1.Name': 'name',
							'Filter.1.Value.1': nameFilter[architecture],
							'Filter.2.Name': 'architecture',
							'Filter.2.Value.1': architecture,
							'Owner.1': imageOwner(base, region) ?? '',
						},
						{ region },
					);
					expect(elements(xml, 'rootDeviceName')).toEqual([rootDevice, rootDevice]);
					expect(new Set(elements(xml, 'creationDate')).size).toBe(2);
					for (const id of elements(xml, 'imageId')) {
						ids.add(id);
					}
				}
			}
		}

		expect(ids.size).toBe(2 * 2 * 2 * baseImages.length);
	});

	test('of Amazon have its account of the region, which no search for another finds', async () => {
		const rehearsal = await rehearse(await makePerson());
		const found = async (region: string, owner: string) => {
			const search = { 'Filter.1.Name': 'name', 'Filter.1.Value.1': 'al2023-ami-2023.*-x86_64' };
			const { xml } = await ask(
				rehearsal,
				{ Action: 'DescribeImages', 'Owner.1': owner, ...search },
				{ region },
			);
			return ['imageOwnerId', 'imageOwnerAlias'].map(name => [...new Set(elements(xml, name))].join());
		};
		expect(await found('eu-west-1', '137112412989')).toEqual(['137112412989', 'amazon']);
		expect(await found('af-south-1', '137112412989')).toEqual(['', '']);
		expect(await found('af-south-1', '210953353124')).toEqual(['210953353124', 'amazon']);
		for (const region of ['eu-west-1', 'af-south-1', 'me-central-1', 'cn-north-1']) {
			expect((await found(region, 'amazon'))[1], region).toBe('amazon');
		}
	});

	test('an AMI that the Recipe names by id is there, in its region', async () => {
		const ami = 'ami-0f3a91c2d4e5f6a7b';
		const rehearsal = await rehearse(await makePerson(), {
			architecture: 'arm64',
			baseImage: {
				ami,
				exampleName: '',
				nameFilter: '',
				rootDevice: '/dev/xvda',
				username: 'deploy',
				volumeGib: 30,
			},
		});
		const { xml } = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': ami });
		expect(elements(xml, 'architecture')).toEqual(['arm64']);
		expect(elements(xml, 'rootDeviceName')).toEqual(['/dev/xvda']);
		expect(elements(xml, 'volumeSize')).toEqual(['30']);
		const elsewhere = { Action: 'DescribeImages', 'ImageId.1': ami };
		expect(await refusal(rehearsal, elsewhere, { region: 'us-east-1' })).toBe('InvalidAMIID.NotFound');
	});

	test('a filter that does not exist is refused', async () => {
		const rehearsal = await rehearse(await makePerson());
		expect(
			await refusal(rehearsal, {
				Action: 'DescribeImages',
				'Filter.1.Name': 'colour',
				'Filter.1.Value.1': 'red',
			}),
		).toBe('InvalidParameterValue');
	});
});

describe('refusals', () => {
	test('of a launch', async () => {
		const rehearsal = await rehearse(await makePerson());
		const run = { Action: 'RunInstances', ImageId: await image(rehearsal), InstanceType: 't3.micro' };
		const refused = (change: Readonly<Record<string, string>>) => refusal(rehearsal, { ...run, ...change });
		expect(await refused({ ImageId: 'ami-0123456789abcdef0' })).toBe('InvalidAMIID.NotFound');
		expect(await refused({ ImageId: 'image' })).toBe('InvalidAMIID.Malformed');
		expect(await refused({ InstanceType: 't99.huge' })).toBe('InvalidParameterValue');
		expect(await refused({ KeyName: 'none' })).toBe('InvalidKeyPair.NotFound');
		expect(await refused({ 'SecurityGroupId.1': 'sg-01234567' })).toBe('InvalidGroup.NotFound');
		expect(await refused({ SubnetId: 'subnet-01234567' })).toBe('InvalidSubnetID.NotFound');
		expect(await refused({ 'IamInstanceProfile.Name': 'none' })).toBe('InvalidParameterValue');
		expect(await refused({ 'Placement.AvailabilityZone': 'us-east-1a' })).toBe('InvalidParameterValue');
		expect(await refused({ DryRun: 'true' })).toBe('DryRunOperation');
		expect(everything(rehearsal)).toEqual([]);
	});

	test('of a type of another architecture, and of one that the region does not offer', async () => {
		const rehearsal = await rehearse(await makePerson(), { region: 'eu-south-2' });
		const { xml } = await ask(
			rehearsal,
			{ Action: 'DescribeImages', 'Filter.1.Name': 'architecture', 'Filter.1.Value.1': 'x86_64' },
			{ region: 'eu-south-2' },
		);
		const run = { Action: 'RunInstances', ImageId: elements(xml, 'imageId')[0] ?? '' };
		const refused = (InstanceType: string) =>
			refusal(rehearsal, { ...run, InstanceType }, { region: 'eu-south-2' });
		expect(await refused('t4g.micro')).toBe('InvalidParameterValue');
		expect(await refused('t2.micro')).toBe('Unsupported');
	});

	test('but not of a type and a region that only the Recipe knows', async () => {
		const region = 'eu-west-9';
		const rehearsal = await rehearse(await makePerson(), { region, instanceTypes: ['m99x.large'] });
		const described = await ask(
			rehearsal,
			{ Action: 'DescribeInstanceTypes', 'InstanceType.1': 'm99x.large' },
			{ region },
		);
		expect(elements(described.xml, 'instanceType')).toEqual(['m99x.large']);
		expect(await refusal(rehearsal, { Action: 'DescribeRegions', 'RegionName.1': region }, { region })).toBe(
			'',
		);
		const run = { Action: 'RunInstances', MinCount: '1', MaxCount: '1', InstanceType: 'm99x.large' };
		const { xml } = await ask(
			rehearsal,
			{ Action: 'DescribeImages', 'Filter.1.Name': 'architecture', 'Filter.1.Value.1': 'x86_64' },
			{ region },
		);
		const launched = await ask(rehearsal, { ...run, ImageId: elements(xml, 'imageId')[0] ?? '' }, { region });
		expect(elements(launched.xml, 'instanceType')).toEqual(['m99x.large']);
	});

	test('of names that are taken, and of things in use', async () => {
		const rehearsal = await rehearse(await makePerson());
		const group = { Action: 'CreateSecurityGroup', GroupName: 'g', GroupDescription: 'd' };
		const made = await ask(rehearsal, group);
		const groupId = elements(made.xml, 'groupId')[0] ?? '';
		expect(await refusal(rehearsal, group)).toBe('InvalidGroup.Duplicate');
		const { instance } = await launch(rehearsal);
		expect(await refusal(rehearsal, { Action: 'CreateKeyPair', KeyName: 'key' })).toBe(
			'InvalidKeyPair.Duplicate',
		);
		expect(await refusal(rehearsal, { Action: 'CreateImage', InstanceId: instance, Name: 'a?' })).toBe(
			'InvalidAMIName.Malformed',
		);
		const volumes = await ask(rehearsal, { Action: 'DescribeVolumes' });
		const volume = elements(volumes.xml, 'volumeId')[0] ?? '';
		expect(await refusal(rehearsal, { Action: 'DeleteVolume', VolumeId: volume })).toBe('VolumeInUse');
		const second = await ask(rehearsal, {
			Action: 'RunInstances',
			ImageId: await image(rehearsal),
			InstanceType: 't3.micro',
			'SecurityGroupId.1': groupId,
		});
		expect(await refusal(rehearsal, { Action: 'DeleteSecurityGroup', GroupId: groupId })).toBe(
			'DependencyViolation',
		);
		await ask(rehearsal, {
			Action: 'TerminateInstances',
			'InstanceId.1': elements(second.xml, 'instanceId')[0] ?? '',
		});
		expect(await refusal(rehearsal, { Action: 'DeleteSecurityGroup', GroupId: groupId })).toBe('');
	});

	test('of what belongs to others, and of what is used by an image', async () => {
		const rehearsal = await rehearse(await makePerson());
		const base = await image(rehearsal);
		expect(await refusal(rehearsal, { Action: 'DeregisterImage', ImageId: base })).toBe('AuthFailure');
		const { instance } = await launch(rehearsal);
		await ask(rehearsal, { Action: 'CreateImage', InstanceId: instance, Name: 'web' });
		const snapshots = await ask(rehearsal, { Action: 'DescribeSnapshots' });
		const snapshot = elements(snapshots.xml, 'snapshotId')[0] ?? '';
		expect(await refusal(rehearsal, { Action: 'DeleteSnapshot', SnapshotId: snapshot })).toBe(
			'InvalidSnapshot.InUse',
		);
		const tags = { Action: 'CreateTags', 'Tag.1.Key': 'aws:x', 'Tag.1.Value': '1' };
		expect(await refusal(rehearsal, { ...tags, 'ResourceId.1': snapshot })).toBe('InvalidParameterValue');
		for (const [id, code] of [
			['snap-0123', 'InvalidID'],
			['snap-0123456789abcdef0', 'InvalidSnapshot.NotFound'],
			['i-0123456789abcdef0', 'InvalidInstanceID.NotFound'],
			['ami-0123456789abcdef0', 'InvalidAMIID.NotFound'],
		] as const) {
			expect(await refusal(rehearsal, { ...tags, 'ResourceId.1': id })).toBe(code);
		}
	});

	test('an image that is not ready yet can neither be launched nor copied', async () => {
		const rehearsal = await rehearse(await makePerson(), { speed: 100 });
		const { instance } = await launch(rehearsal);
		await ask(rehearsal, { Action: 'DescribeInstances', 'InstanceId.1': instance });
		const made = await ask(rehearsal, { Action: 'CreateImage', InstanceId: instance, Name: 'web' });
		const id = elements(made.xml, 'imageId')[0] ?? '';
		const copy = { Action: 'CopyImage', SourceRegion: 'eu-west-1', SourceImageId: id, Name: 'copy' };
		expect(await refusal(rehearsal, copy, { region: 'us-east-1' })).toBe('InvalidAMIID.Unavailable');
		const described = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': id });
		expect(elements(described.xml, 'imageState')).toEqual(['available']);
		expect(await refusal(rehearsal, copy, { region: 'us-east-1' })).toBe('');
	});
});

test('a default network that the account has not is seen by nobody, by whatever call', async () => {
	const rehearsal = await rehearse(await makePerson(), { faults: ['no-default-vpc'], subnets: ['subnet-1'] });
	const described = await ask(rehearsal, {
		Action: 'DescribeVpcs',
		'Filter.1.Name': 'is-default',
		'Filter.1.Value.1': 'true',
	});
	expect(elements(described.xml, 'vpcId')).toEqual([]);
	const { xml } = await ask(rehearsal, { Action: 'DescribeSubnets' });
	expect(elements(xml, 'subnetId')).toContain('subnet-1');
	expect(elements(xml, 'defaultForAz')).not.toContain('true');
	expect(
		await refusal(rehearsal, { Action: 'CreateSecurityGroup', GroupName: 'web', GroupDescription: 'web' }),
	).toBe('VPCIdNotSpecified');
});

test('a volume that does not go with its machine stays, and is told as left', async () => {
	const rehearsal = await rehearse(await makePerson());
	const run = await ask(rehearsal, {
		Action: 'RunInstances',
		ImageId: await image(rehearsal),
		InstanceType: 't3.micro',
		'BlockDeviceMapping.1.DeviceName': '/dev/sdf',
		'BlockDeviceMapping.1.Ebs.VolumeSize': '5',
		'BlockDeviceMapping.1.Ebs.DeleteOnTermination': 'false',
	});
	const instance = elements(run.xml, 'instanceId')[0] ?? '';
	await ask(rehearsal, { Action: 'TerminateInstances', 'InstanceId.1': instance });
	expect(everything(rehearsal)).toEqual([expect.stringMatching(/^eu-west-1 volumes vol-/)]);
});

test('a temporary instance profile can be made and removed', async () => {
	const rehearsal = await rehearse(await makePerson());
	const iam = { service: 'iam', region: 'us-east-1' };
	const name = { InstanceProfileName: 'p', RoleName: 'r' };
	const steps = [
		'CreateInstanceProfile',
		'GetInstanceProfile',
		'CreateRole',
		'GetRole',
		'PutRolePolicy',
		'AddRoleToInstanceProfile',
		'RemoveRoleFromInstanceProfile',
		'DeleteRolePolicy',
		'DeleteRole',
		'DeleteInstanceProfile',
	];
	for (const Action of steps) {
		expect([Action, await refusal(rehearsal, { Action, ...name, PolicyName: 'x' }, iam)]).toEqual([
			Action,
			'',
		]);
	}

	expect(await refusal(rehearsal, { Action: 'GetInstanceProfile', ...name }, iam)).toBe('NoSuchEntity');
});
