import { DescribeInstanceTypeOfferingsCommand, DescribeInstanceTypesCommand } from '@aws-sdk/client-ec2';
import { architectures } from '../../../catalog/base-images.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** The zones of the region in which each type is offered. */
const askOfferings = async ({ ec2, ask }: LiveSession): Promise<ReadonlyMap<string, readonly string[]>> => {
	const client = await ec2();
	const zones = new Map<string, string[]>();
	const pages = pagesOf(NextToken =>
		ask('EC2', 'DescribeInstanceTypeOfferings', options =>
			client.send(
				new DescribeInstanceTypeOfferingsCommand({
					LocationType: 'availability-zone',
					MaxResults: 1000,
					NextToken,
				}),
				options,
			),
		),
	);
	for await (const { InstanceTypeOfferings = [] } of pages) {
		for (const { InstanceType, Location } of InstanceTypeOfferings) {
			if (InstanceType !== undefined && Location !== undefined) {
				zones.set(InstanceType, [...(zones.get(InstanceType) ?? []), Location]);
			}
		}
	}

	return zones;
};

/** The machines that the region offers, for our architectures. */
const askMachines = async ({ ec2, ask }: LiveSession) => {
	const client = await ec2();
	const machines = [];
	const pages = pagesOf(NextToken =>
		ask('EC2', 'DescribeInstanceTypes', options =>
			client.send(new DescribeInstanceTypesCommand({ MaxResults: 100, NextToken }), options),
		),
	);
	for await (const { InstanceTypes = [] } of pages) {
		for (const { InstanceType: id, VCpuInfo, MemoryInfo, ProcessorInfo, NetworkInfo } of InstanceTypes) {
			const supported = ProcessorInfo?.SupportedArchitectures ?? [];
			const ours = architectures.filter(each => supported.includes(each));
			if (id !== undefined && ours.length > 0) {
				machines.push({
					id: String(id),
					vcpu: VCpuInfo?.DefaultVCpus ?? 0,
					memoryMib: MemoryInfo?.SizeInMiB ?? 0,
					...(NetworkInfo?.NetworkPerformance && { network: NetworkInfo.NetworkPerformance }),
					architectures: ours,
				});
			}
		}
	}

	return machines;
};

/** The instance types that the region offers, by their names; the zones too. @throws as `askIdentity`. */
export const askTypes = async (session: LiveSession) => {
	const [zones, machines] = await Promise.all([askOfferings(session), askMachines(session)]);
	return machines
		.map(machine => ({ ...machine, zones: [...(zones.get(machine.id) ?? [])].sort() }))
		.filter(machine => machine.zones.length > 0)
		.sort((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));
};
