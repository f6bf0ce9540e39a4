import { type Actions, type Call, done, here, tagSet } from './call.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { number, structures, tagsFor, value, values } from './parameters.ts';
import { Refusal } from './protocol.ts';
import {
	accountId,
	instanceState,
	put,
	type SecurityGroup,
	type World,
	without,
	withRegion,
} from './state.ts';

/** The default VPC. @throws Refusal if there is none. */
export const defaultVpc = (world: World, call: Call): string => {
	const vpc = [...here(world, call).vpcs.values()].find(candidate => candidate.isDefault);
	if (!vpc || call.tools.fault('no-default-vpc')) {
		throw new Refusal('VPCIdNotSpecified', 'No default VPC for this user');
	}

	return vpc.id;
};

const rulesOf = (call: Call): SecurityGroup['rules'] =>
	structures(call.parameters, 'IpPermissions').map(permission => ({
		protocol: value(permission, 'IpProtocol') ?? '-1',
		from: number(permission, 'FromPort') ?? 0,
		to: number(permission, 'ToPort') ?? 65_535,
		cidrs: [
			...structures(permission, 'IpRanges').map(range => range.get('CidrIp') ?? ''),
			...structures(permission, 'Ipv6Ranges').map(range => range.get('CidrIpv6') ?? ''),
		],
	}));

export const securityGroupActions: Actions = {
	CreateSecurityGroup: (world, call) => {
		const { securityGroups, vpcs } = here(world, call);
		const name = value(call.parameters, 'GroupName') ?? '';
		const wanted = value(call.parameters, 'VpcId');
		const vpc = wanted === undefined ? defaultVpc(world, call) : find(kinds.vpc, vpcs, wanted).id;
		if ([...securityGroups.values()].some(group => group.name === name && group.vpc === vpc)) {
			throw new Refusal(
				'InvalidGroup.Duplicate',
				`The security group '${name}' already exists for VPC '${vpc}'`,
			);
		}

		const group: SecurityGroup = {
			id: call.tools.newId('sg'),
			name,
			description: value(call.parameters, 'GroupDescription') ?? '',
			vpc,
			rules: [],
			tags: tagsFor(call.parameters, 'security-group'),
		};
		return {
			world: withRegion(world, call.region, { securityGroups: put(securityGroups, group) }),
			body: { groupId: group.id, return: true, tagSet: tagSet(group.tags) },
		};
	},

	DescribeSecurityGroups: (world, call) => {
		const { securityGroups } = here(world, call);
		const names = values(call.parameters, 'GroupName');
		const asked = findAsked(kinds.securityGroup, securityGroups, call).filter(
			group => names.length === 0 || names.includes(group.name),
		);
		const found = filtered(asked, call.parameters, {
			'group-id': group => group.id,
			'group-name': group => group.name,
			'vpc-id': group => group.vpc,
			description: group => group.description,
		});
		return {
			body: {
				securityGroupInfo: found.map(group => ({
					ownerId: accountId,
					groupId: group.id,
					groupName: group.name,
					groupDescription: group.description,
					vpcId: group.vpc,
					ipPermissions: group.rules.map(rule => ({
						ipProtocol: rule.protocol,
						fromPort: rule.from,
						toPort: rule.to,
						ipRanges: rule.cidrs.filter(cidr => !cidr.includes(':')).map(cidrIp => ({ cidrIp })),
						ipv6Ranges: rule.cidrs.filter(cidr => cidr.includes(':')).map(cidrIpv6 => ({ cidrIpv6 })),
					})),
					tagSet: tagSet(group.tags),
				})),
			},
		};
	},

	AuthorizeSecurityGroupIngress: (world, call) => {
		const { securityGroups } = here(world, call);
		const group = find(kinds.securityGroup, securityGroups, value(call.parameters, 'GroupId'));
		const changed = { ...group, rules: [...group.rules, ...rulesOf(call)] };
		return {
			world: withRegion(world, call.region, { securityGroups: put(securityGroups, changed) }),
			body: done,
		};
	},

	DeleteSecurityGroup: (world, call) => {
		const { securityGroups, instances } = here(world, call);
		const group = find(kinds.securityGroup, securityGroups, value(call.parameters, 'GroupId'));
		const isUsed = [...instances.values()].some(
			instance => instance.groups.includes(group.id) && instanceState(instance, call.now) !== 'terminated',
		);
		if (isUsed) {
			throw new Refusal('DependencyViolation', `resource ${group.id} has a dependent object`);
		}

		return {
			world: withRegion(world, call.region, { securityGroups: without(securityGroups, group.id) }),
			body: { return: true, groupId: group.id },
		};
	},
};
