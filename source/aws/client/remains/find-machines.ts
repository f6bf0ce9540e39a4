import {
	DescribeInstancesCommand,
	DescribeLaunchTemplatesCommand,
	DescribeLaunchTemplateVersionsCommand,
	DescribeSpotInstanceRequestsCommand,
	DescribeVolumesCommand,
	type Instance,
} from '@aws-sdk/client-ec2';
import { type Listed, remainOf, tagOf } from './belongs.ts';
import { byTag, byValues, called, listed, type RegionCalls, timeOf } from './calls.ts';
import type { Remain } from './remain.ts';

const present = (remain: Remain | undefined): remain is Remain => remain !== undefined;

const said = ({ traces }: RegionCalls, kind: Remain['kind']): readonly string[] =>
	traces.flatMap(({ named }) => named[kind] ?? []);

/** Machines that are gone, or are going. */
const over: readonly (string | undefined)[] = ['terminated', 'shutting-down'];

/** A machine of ours, with what belongs to it. */
export type Machine = { readonly instance: Instance; readonly remain: Remain };

/** The build whose key something holds: its name is in no other. A machine may be there before Packer says its id. */
const byKey = ({ traces }: RegionCalls, key: string | undefined): Pick<Remain, 'build'> | undefined =>
	key === undefined ? undefined : traces.find(({ named }) => named['key-pair']?.includes(key));

const listedMachine = (region: RegionCalls, instance: Instance): Listed => ({
	kind: 'instance',
	id: instance.InstanceId ?? '',
	tags: instance.Tags,
	with: byKey(region, instance.KeyName),
	created: timeOf(instance.LaunchTime),
	instanceType: instance.InstanceType,
	detail: `${instance.InstanceType}, ${instance.State?.Name}`,
});

export const findMachines = async (region: RegionCalls): Promise<readonly Machine[]> => {
	const { ec2, signal } = region;
	const filters = [
		byTag(region),
		byValues('instance-id', said(region, 'instance')),
		byValues('key-name', said(region, 'key-pair')),
	];
	const instances = await listed(
		filters,
		async (filter, token) => {
			const { Reservations = [], NextToken } = await called('EC2', 'DescribeInstances', signal, options =>
				ec2.send(new DescribeInstancesCommand({ Filters: [filter], NextToken: token }), options),
			);
			return { items: Reservations.flatMap(({ Instances = [] }) => Instances), next: NextToken };
		},
		({ InstanceId }) => InstanceId,
	);
	return instances
		.filter(({ State }) => !over.includes(State?.Name))
		.flatMap(instance => {
			const remain = remainOf(listedMachine(region, instance), region);
			return remain ? [{ instance, remain }] : [];
		});
};

/** Volumes that came with a machine were made with it; a later one is somebody else's. */
const launchSpan = 5 * 60 * 1000;

/** Volumes that stay when their machine goes, and those that have lost it. */
export const findVolumes = async (
	region: RegionCalls,
	machines: readonly Machine[],
): Promise<readonly Remain[]> => {
	const { ec2, signal } = region;
	const ids = machines.map(({ remain }) => remain.id);
	const volumes = await listed(
		[byTag(region), byValues('attachment.instance-id', ids), byValues('volume-id', said(region, 'volume'))],
		async (filter, token) => {
			const { Volumes = [], NextToken } = await called('EC2', 'DescribeVolumes', signal, options =>
				ec2.send(new DescribeVolumesCommand({ Filters: [filter], NextToken: token }), options),
			);
			return { items: Volumes, next: NextToken };
		},
		({ VolumeId }) => VolumeId,
	);
	return volumes
		.filter(({ State }) => State !== 'deleting' && State !== 'deleted')
		.flatMap(({ VolumeId = '', Size, VolumeType, State, Tags, CreateTime, Attachments = [] }) => {
			const created = timeOf(CreateTime);
			const attachment = Attachments.find(({ InstanceId }) => ids.includes(InstanceId ?? ''));
			const machine = machines.find(({ remain }) => remain.id === attachment?.InstanceId);
			if (attachment?.DeleteOnTermination) {
				// It goes with its machine.
				return [];
			}

			const launched = timeOf(machine?.instance.LaunchTime);
			const cameAlong = launched !== undefined && created !== undefined && created - launched < launchSpan;
			const remain = remainOf(
				{
					kind: 'volume',
					id: VolumeId,
					tags: Tags,
					with: cameAlong ? machine?.remain : undefined,
					created,
					detail: `${Size} GB ${VolumeType}, ${State}`,
				},
				region,
			);
			return [remain].filter(present);
		});
};

const openRequests = ['open', 'active'];

export const findSpotRequests = async (
	region: RegionCalls,
	machines: readonly Machine[],
): Promise<readonly Remain[]> => {
	const { ec2, signal } = region;
	const ids = machines.flatMap(({ instance }) => instance.SpotInstanceRequestId ?? []);
	const requests = await listed(
		[byTag(region), byValues('spot-instance-request-id', ids)],
		async (filter, token) => {
			const { SpotInstanceRequests = [], NextToken } = await called(
				'EC2',
				'DescribeSpotInstanceRequests',
				signal,
				options =>
					ec2.send(new DescribeSpotInstanceRequestsCommand({ Filters: [filter], NextToken: token }), options),
			);
			return { items: SpotInstanceRequests, next: NextToken };
		},
		({ SpotInstanceRequestId }) => SpotInstanceRequestId,
	);
	return requests
		.filter(({ State }) => openRequests.includes(State ?? ''))
		.flatMap(({ SpotInstanceRequestId = '', State, Tags, CreateTime, InstanceId }) => {
			const remain = remainOf(
				{
					kind: 'spot-request',
					id: SpotInstanceRequestId,
					tags: Tags,
					with: machines.find(machine => machine.remain.id === InstanceId)?.remain,
					created: timeOf(CreateTime),
					detail: String(State),
				},
				region,
			);
			return [remain].filter(present);
		});
};

/** How the amazon plugin names the templates of its spot fleets (step_run_spot_instance.go). */
const templateName = 'packer-fleet-launch-template-*';

/** Launch templates of spot machines: Packer 1.6.6 says no id, but each holds the name of the build's key. */
export const findLaunchTemplates = async (region: RegionCalls): Promise<readonly Remain[]> => {
	const { ec2, signal } = region;
	const templates = await listed(
		[byTag(region), byValues('launch-template-name', [templateName])],
		async (filter, token) => {
			const { LaunchTemplates = [], NextToken } = await called(
				'EC2',
				'DescribeLaunchTemplates',
				signal,
				options =>
					ec2.send(new DescribeLaunchTemplatesCommand({ Filters: [filter], NextToken: token }), options),
			);
			return { items: LaunchTemplates, next: NextToken };
		},
		({ LaunchTemplateId }) => LaunchTemplateId,
	);
	const remains: Remain[] = [];
	for (const { LaunchTemplateId = '', LaunchTemplateName = '', Tags, CreateTime } of templates) {
		const { LaunchTemplateVersions = [] } = await called(
			'EC2',
			'DescribeLaunchTemplateVersions',
			signal,
			options =>
				ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: ['1'] }), options),
		);
		const data = LaunchTemplateVersions[0]?.LaunchTemplateData;
		const inside = data?.TagSpecifications?.flatMap(each => each.Tags ?? []);
		const remain = remainOf(
			{
				kind: 'launch-template',
				id: LaunchTemplateId,
				tags: tagOf({ tags: Tags }, region.tag) === undefined ? inside : Tags,
				with: byKey(region, data?.KeyName),
				created: timeOf(CreateTime),
				detail: LaunchTemplateName,
			},
			region,
		);
		remains.push(...[remain].filter(present));
	}

	return remains;
};
