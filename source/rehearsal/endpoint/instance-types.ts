import {
	findInstanceType,
	type InstanceType,
	instanceTypes,
	isOffered,
} from '../../catalog/instance-types.ts';
import { zonesOf } from './account.ts';
import { type Action, type Actions, here } from './call.ts';
import { filtered } from './filters.ts';
import { paged } from './paging.ts';
import { noTags, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';

const locationTypes = ['region', 'availability-zone'] as const;

const describeOfferings: Action = (world, call) => {
	const wanted = value(call.parameters, 'LocationType') ?? 'region';
	const locationType = locationTypes.find(type => type === wanted);
	if (!locationType) {
		throw new Refusal(
			'InvalidParameterValue',
			`The location type '${wanted}' is invalid. A rehearsal knows ${locationTypes.join(', ')}.`,
		);
	}

	const locations = locationType === 'region' ? [call.region] : zonesOf(here(world, call));
	const offerings = instanceTypes
		.filter(type => isOffered(type, call.region))
		.flatMap(type => locations.map(location => ({ id: type.id, location, tags: noTags })));
	const found = filtered(offerings, call.parameters, {
		'instance-type': offering => offering.id,
		location: offering => offering.location,
	});
	const { shown, nextToken } = paged(call, found, { limits: { least: 5, most: 1000, usual: 1000 } });
	return {
		body: {
			nextToken,
			instanceTypeOfferingSet: shown.map(offering => ({
				instanceType: offering.id,
				locationType,
				location: offering.location,
			})),
		},
	};
};

const isMetal = (type: InstanceType): boolean => /\.metal\b/.test(type.id);
const hypervisor = (type: InstanceType): string | undefined =>
	isMetal(type) ? undefined : type.nitro ? 'nitro' : 'xen';

const describeTypes: Action = (_world, call) => {
	const ids = values(call.parameters, 'InstanceType');
	const unknown = ids.filter(id => !findInstanceType(id));
	if (unknown.length > 0) {
		throw new Refusal(
			'InvalidInstanceType',
			`The following supplied instance types do not exist: [${unknown.join(', ')}]`,
		);
	}

	const offered = instanceTypes
		.filter(type => isOffered(type, call.region) && (ids.length === 0 || ids.includes(type.id)))
		.map(type => ({ ...type, tags: noTags }));
	const found = filtered(offered, call.parameters, {
		'instance-type': type => type.id,
		'current-generation': type => String(type.current),
		'free-tier-eligible': type => String(type.freeTier),
		'processor-info.supported-architecture': type => type.architectures,
		'vcpu-info.default-vcpus': type => String(type.vcpu),
		'memory-info.size-in-mib': type => String(type.memoryMib),
		'bare-metal': type => String(isMetal(type)),
		hypervisor,
		'supported-root-device-type': () => 'ebs',
	});
	const { shown, nextToken } = paged(call, found, { limits: { least: 5, most: 100, usual: 100 } });
	return {
		body: {
			nextToken,
			instanceTypeSet: shown.map(type => ({
				instanceType: type.id,
				currentGeneration: type.current,
				freeTierEligible: type.freeTier,
				bareMetal: isMetal(type),
				hypervisor: hypervisor(type),
				processorInfo: { supportedArchitectures: [...type.architectures] },
				vCpuInfo: { defaultVCpus: type.vcpu },
				memoryInfo: { sizeInMiB: type.memoryMib },
				supportedRootDeviceTypes: ['ebs'],
			})),
		},
	};
};

/** Which machines a region has. */
export const instanceTypeActions: Actions = {
	DescribeInstanceTypeOfferings: describeOfferings,
	DescribeInstanceTypes: describeTypes,
};
