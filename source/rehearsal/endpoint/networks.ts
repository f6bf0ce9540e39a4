import { findInstanceType, instanceTypes, isOffered } from '../../catalog/instance-types.ts';
import { type Actions, here, tagSet } from './call.ts';
import { filtered } from './filters.ts';
import { findAsked, kinds } from './ids.ts';
import { noTags, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import type { Subnet } from './state.ts';

const freeAddresses = 4091;

export const networkActions: Actions = {
	DescribeVpcs: (world, call) => {
		const { vpcs } = here(world, call);
		const found = filtered(findAsked(kinds.vpc, vpcs, call), call.parameters, {
			'vpc-id': vpc => vpc.id,
			'is-default': vpc => String(vpc.isDefault),
			isDefault: vpc => String(vpc.isDefault),
			state: () => 'available',
			cidr: vpc => vpc.cidr,
			'cidr-block': vpc => vpc.cidr,
		});
		return {
			body: {
				vpcSet: found.map(vpc => ({
					vpcId: vpc.id,
					state: 'available',
					cidrBlock: vpc.cidr,
					instanceTenancy: 'default',
					isDefault: vpc.isDefault,
					tagSet: tagSet(vpc.tags),
				})),
			},
		};
	},

	DescribeSubnets: (world, call) => {
		const { subnets } = here(world, call);
		const asked = findAsked(kinds.subnet, subnets, call);
		const zone = (subnet: Subnet) => subnet.zone;
		const found = filtered(asked, call.parameters, {
			'subnet-id': subnet => subnet.id,
			'vpc-id': subnet => subnet.vpc,
			state: () => 'available',
			availabilityZone: zone,
			'availability-zone': zone,
			'default-for-az': subnet => String(subnet.isDefault),
			cidr: subnet => subnet.cidr,
			'cidr-block': subnet => subnet.cidr,
		});
		return {
			body: {
				subnetSet: found.map(subnet => ({
					subnetId: subnet.id,
					state: 'available',
					vpcId: subnet.vpc,
					cidrBlock: subnet.cidr,
					availableIpAddressCount: freeAddresses,
					availabilityZone: subnet.zone,
					defaultForAz: subnet.isDefault,
					mapPublicIpOnLaunch: true,
					tagSet: tagSet(subnet.tags),
				})),
			},
		};
	},

	DescribeInstanceTypeOfferings: (world, call) => {
		const byZone = value(call.parameters, 'LocationType') === 'availability-zone';
		const zones = [...new Set([...here(world, call).subnets.values()].map(subnet => subnet.zone))].sort();
		const offerings = instanceTypes
			.filter(type => isOffered(type, call.region))
			.flatMap(type =>
				(byZone ? zones : [call.region]).map(location => ({ id: type.id, location, tags: noTags })),
			);
		const found = filtered(offerings, call.parameters, {
			'instance-type': offering => offering.id,
			location: offering => offering.location,
		});
		return {
			body: {
				instanceTypeOfferingSet: found.map(offering => ({
					instanceType: offering.id,
					locationType: byZone ? 'availability-zone' : 'region',
					location: offering.location,
				})),
			},
		};
	},

	DescribeInstanceTypes: (_world, call) => {
		const ids = values(call.parameters, 'InstanceType');
		const unknown = ids.find(id => !findInstanceType(id));
		if (unknown !== undefined) {
			throw new Refusal(
				'InvalidInstanceType',
				`The following supplied instance types do not exist: [${unknown}]`,
			);
		}

		return {
			body: {
				instanceTypeSet: instanceTypes
					.filter(type => isOffered(type, call.region) && (ids.length === 0 || ids.includes(type.id)))
					.map(type => ({
						instanceType: type.id,
						currentGeneration: type.current,
						freeTierEligible: type.freeTier,
						processorInfo: { supportedArchitectures: [...type.architectures] },
						vCpuInfo: { defaultVCpus: type.vcpu },
						memoryInfo: { sizeInMiB: type.memoryMib },
						hypervisor: type.nitro ? 'nitro' : 'xen',
					})),
			},
		};
	},
};
