import { zonesOf } from './account.ts';
import { type Action, type ActionTable, here } from './call.ts';
import { filtered } from './filters.ts';
import { findType, offeredTypes } from './named-types.ts';
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
	const offerings = offeredTypes(world, call.region).flatMap(type =>
		locations.map(location => ({ id: type.id, location, tags: noTags })),
	);
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

const describeTypes: Action = (world, call) => {
	const ids = values(call.parameters, 'InstanceType');
	const unknown = ids.filter(id => !findType(world, id));
	if (unknown.length > 0) {
		throw new Refusal(
			'InvalidInstanceType',
			`The following supplied instance types do not exist: [${unknown.join(', ')}]`,
		);
	}

	const offered = offeredTypes(world, call.region)
		.filter(type => ids.length === 0 || ids.includes(type.id))
		.map(type => ({ ...type, tags: noTags }));
	const found = filtered(offered, call.parameters, {
		'instance-type': type => type.id,
		'current-generation': type => String(!type.isPrevious),
		'free-tier-eligible': type => String(type.freeTier),
		'processor-info.supported-architecture': type => type.architecture,
		'vcpu-info.default-vcpus': type => String(type.vcpu),
		'memory-info.size-in-mib': type => String(type.memoryMib),
		'bare-metal': type => String(type.isMetal),
		hypervisor: type => type.hypervisor,
		'supported-root-device-type': () => 'ebs',
	});
	const { shown, nextToken } = paged(call, found, { limits: { least: 5, most: 100, usual: 100 } });
	return {
		body: {
			nextToken,
			instanceTypeSet: shown.map(type => ({
				instanceType: type.id,
				currentGeneration: !type.isPrevious,
				freeTierEligible: type.freeTier,
				bareMetal: type.isMetal,
				hypervisor: type.hypervisor,
				processorInfo: { supportedArchitectures: [type.architecture] },
				vCpuInfo: { defaultVCpus: type.vcpu },
				memoryInfo: { sizeInMiB: type.memoryMib },
				supportedRootDeviceTypes: ['ebs'],
			})),
		},
	};
};

/** Which machines a region has. */
export const instanceTypeActions: ActionTable = {
	DescribeInstanceTypeOfferings: describeOfferings,
	DescribeInstanceTypes: describeTypes,
};
