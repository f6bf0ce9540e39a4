import { zonesOf } from './account.ts';
import { type Call, here } from './call.ts';
import { find, kinds } from './ids.ts';
import { type Parameters, structure, structures, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import { defaultVpc, findGroupByName } from './security-groups.ts';
import type { Subnet, World } from './state.ts';

const chooseSubnet = (
	world: World,
	call: Call,
	wanted: string | undefined,
	zone: string | undefined,
): Subnet => {
	const { subnets } = here(world, call);
	if (zone !== undefined && !zonesOf(here(world, call)).includes(zone)) {
		throw new Refusal('InvalidParameterValue', `Invalid availability zone: [${zone}]`);
	}

	if (wanted !== undefined) {
		const subnet = find(kinds.subnet, subnets, wanted);
		if (zone !== undefined && subnet.zone !== zone) {
			throw new Refusal(
				'InvalidParameterValue',
				`Value (${zone}) for parameter availabilityZone is invalid. ` +
					`Subnet '${subnet.id}' is in the availability zone ${subnet.zone}`,
			);
		}

		return subnet;
	}

	const vpc = defaultVpc(world, call);
	const subnet = [...subnets.values()].find(
		candidate =>
			candidate.vpc === vpc && candidate.isDefault && (zone === undefined || candidate.zone === zone),
	);
	if (!subnet) {
		throw new Refusal('MissingInput', `No default subnet for availability zone: '${zone ?? ''}'.`);
	}

	return subnet;
};

/** Where a machine stands. */
export type LaunchPlace = {
	readonly subnet: Subnet;
	/** Ids of security groups; at least one. */
	readonly groups: readonly string[];
	readonly isPublic: boolean;
};

/** Where a launch puts its machines. @throws Refusal for a place that is none. */
export const launchPlace = (world: World, call: Call, launch: Parameters): LaunchPlace => {
	const { securityGroups } = here(world, call);
	const networkInterface = structures(launch, 'NetworkInterface')[0];
	const own = networkInterface ?? new Map<string, string>();
	const ids = values(launch, 'SecurityGroupId');
	const names = values(launch, 'SecurityGroup');
	if (networkInterface && value(launch, 'SubnetId') !== undefined) {
		throw new Refusal(
			'InvalidParameterCombination',
			'Network interfaces and an instance-level subnet ID may not be specified on the same request',
		);
	}

	if (networkInterface && (ids.length > 0 || names.length > 0)) {
		throw new Refusal(
			'InvalidParameterCombination',
			'Network interfaces and an instance-level security groups may not be specified on the same request',
		);
	}

	const subnet = chooseSubnet(
		world,
		call,
		value(launch, 'SubnetId') ?? value(own, 'SubnetId'),
		value(structure(launch, 'Placement'), 'AvailabilityZone'),
	);
	const groups = [
		...[...ids, ...values(own, 'SecurityGroupId')].map(id => find(kinds.securityGroup, securityGroups, id)),
		...names.map(name => findGroupByName(world, call, name)),
	];
	const standard = [...securityGroups.values()].filter(
		group => group.name === 'default' && group.vpc === subnet.vpc,
	);
	return {
		subnet,
		groups: [...new Set((groups.length > 0 ? groups : standard).map(group => group.id))],
		isPublic: own.get('AssociatePublicIpAddress') !== 'false',
	};
};
