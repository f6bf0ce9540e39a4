import { expect, test } from 'vitest';
import { makePerson } from '../../helpers/program.ts';
import { ask, elements, everything, rehearse } from '../helpers.ts';

type Made = Record<'image' | 'instance' | 'group' | 'ami' | 'snapshot', string>;

/** The life of an image, call by call: each needs what the ones before have made. */
const life: readonly ((made: Made) => Readonly<Record<string, string>>)[] = [
	() => ({ Action: 'DescribeRegions' }),
	() => ({ Action: 'CreateKeyPair', KeyName: 'key', KeyType: 'ed25519' }),
	() => ({ Action: 'CreateSecurityGroup', GroupName: 'g', GroupDescription: 'd' }),
	({ group }) => ({
		Action: 'AuthorizeSecurityGroupIngress',
		GroupId: group,
		'IpPermissions.1.IpProtocol': 'tcp',
		'IpPermissions.1.FromPort': '22',
		'IpPermissions.1.ToPort': '22',
		'IpPermissions.1.IpRanges.1.CidrIp': '192.0.2.0/24',
	}),
	({ image }) => ({ Action: 'RunInstances', ImageId: image, InstanceType: 't3.micro', KeyName: 'key' }),
	({ instance }) => ({
		Action: 'CreateTags',
		'ResourceId.1': instance,
		'Tag.1.Key': 'a',
		'Tag.1.Value': 'b',
	}),
	({ instance }) => ({ Action: 'StopInstances', 'InstanceId.1': instance }),
	({ instance }) => ({ Action: 'CreateImage', InstanceId: instance, Name: 'web' }),
	({ ami }) => ({ Action: 'CopyImage', SourceRegion: 'eu-west-1', SourceImageId: ami, Name: 'copy' }),
	({ ami }) => ({ Action: 'EnableImageDeprecation', ImageId: ami, DeprecateAt: '2099-01-01T00:00:00Z' }),
	({ image }) => ({
		Action: 'CreateLaunchTemplate',
		LaunchTemplateName: 'template',
		'LaunchTemplateData.ImageId': image,
		'LaunchTemplateData.InstanceType': 't3.micro',
	}),
	() => ({
		Action: 'CreateFleet',
		'LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateName': 'template',
	}),
	() => ({ Action: 'DeleteLaunchTemplate', LaunchTemplateName: 'template' }),
	({ ami }) => ({ Action: 'DeregisterImage', ImageId: ami }),
	({ snapshot }) => ({ Action: 'DeleteSnapshot', SnapshotId: snapshot }),
	({ instance }) => ({ Action: 'StartInstances', 'InstanceId.1': instance }),
	({ instance }) => ({ Action: 'TerminateInstances', 'InstanceId.1': instance }),
	({ group }) => ({ Action: 'DeleteSecurityGroup', GroupId: group }),
	() => ({ Action: 'DeleteKeyPair', KeyName: 'key' }),
];

test('a dry run says what would be, and nothing happens', async () => {
	const rehearsal = await rehearse(await makePerson());
	const images = await ask(rehearsal, {
		Action: 'DescribeImages',
		'Filter.1.Name': 'name',
		'Filter.1.Value.1': '*noble-24.04-amd64*20260427',
	});
	const made: Made = {
		image: elements(images.xml, 'imageId')[0] ?? '',
		instance: '',
		group: '',
		ami: '',
		snapshot: '',
	};
	for (const step of life) {
		const request = step(made);
		const before = everything(rehearsal);
		const dry = await ask(rehearsal, { ...request, DryRun: 'true' });
		expect([request['Action'], dry.status, elements(dry.xml, 'Code')]).toEqual([
			request['Action'],
			412,
			['DryRunOperation'],
		]);
		expect(everything(rehearsal)).toEqual(before);
		const { status, xml } = await ask(rehearsal, request);
		expect([request['Action'], status, elements(xml, 'Message')]).toEqual([request['Action'], 200, []]);
		if (request['Action'] === 'RunInstances') {
			made.instance = elements(xml, 'instanceId')[0] ?? '';
		}

		if (request['Action'] === 'CreateSecurityGroup') {
			made.group = elements(xml, 'groupId')[0] ?? '';
		}

		if (request['Action'] === 'CreateImage') {
			made.ami = elements(xml, 'imageId')[0] ?? '';
			const described = await ask(rehearsal, { Action: 'DescribeImages', 'ImageId.1': made.ami });
			made.snapshot = elements(described.xml, 'snapshotId')[0] ?? '';
		}
	}

	// What would be refused is refused in a dry run as well.
	const { xml } = await ask(rehearsal, {
		Action: 'StopInstances',
		'InstanceId.1': 'i-01234567',
		DryRun: 'true',
	});
	expect(elements(xml, 'Code')).toEqual(['InvalidInstanceID.NotFound']);
});
