import { zoneId } from './account.ts';
import { askedAttribute } from './attributes.ts';
import { type ActionTable, here, tagSet } from './call.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { paged } from './paging.ts';
import { value } from './parameters.ts';
import { accountId, type Subnet } from './state.ts';

/** As many as a new subnet has. */
const freeAddresses = 4091;

/** What a VPC answers for each attribute that one can ask for. */
const vpcAttributes: ReadonlyMap<string, boolean> = new Map([
	['enableDnsSupport', true],
	['enableDnsHostnames', true],
	['enableNetworkAddressUsageMetrics', false],
]);

/** Networks, as every account has them by itself. */
export const networkActions: ActionTable = {
	// An account begins without an address of its own, and nothing here makes one.
	DescribeAddresses: () => ({ body: { addressesSet: [] } }),

	DescribeVpcs: (world, call) => {
		const { vpcs } = here(world, call);
		const found = filtered(findAsked(kinds.vpc, vpcs, call), call.parameters, {
			'vpc-id': vpc => vpc.id,
			'is-default': vpc => String(vpc.isDefault),
			isDefault: vpc => String(vpc.isDefault),
			state: () => 'available',
			'owner-id': () => accountId,
			cidr: vpc => vpc.cidr,
			'cidr-block': vpc => vpc.cidr,
		});
		const { shown, nextToken } = paged(call, found, { named: kinds.vpc.parameter });
		return {
			body: {
				nextToken,
				vpcSet: shown.map(vpc => ({
					vpcId: vpc.id,
					ownerId: accountId,
					state: 'available',
					cidrBlock: vpc.cidr,
					instanceTenancy: 'default',
					isDefault: vpc.isDefault,
					tagSet: tagSet(vpc.tags),
				})),
			},
		};
	},

	DescribeVpcAttribute: (world, call) => {
		const vpc = find(kinds.vpc, here(world, call).vpcs, value(call.parameters, 'VpcId'));
		const { name, attribute } = askedAttribute(call, vpcAttributes);
		return { body: { vpcId: vpc.id, [name]: { value: attribute } } };
	},

	DescribeSubnets: (world, call) => {
		const { subnets } = here(world, call);
		const order = [...subnets.keys()];
		const asked = findAsked(kinds.subnet, subnets, call);
		const zone = (subnet: Subnet) => subnet.zone;
		const found = filtered(asked, call.parameters, {
			'subnet-id': subnet => subnet.id,
			'vpc-id': subnet => subnet.vpc,
			state: () => 'available',
			'owner-id': () => accountId,
			availabilityZone: zone,
			'availability-zone': zone,
			'availability-zone-id': subnet => zoneId(subnet.zone),
			'default-for-az': subnet => String(subnet.isDefault),
			defaultForAz: subnet => String(subnet.isDefault),
			'map-public-ip-on-launch': () => 'true',
			cidr: subnet => subnet.cidr,
			'cidr-block': subnet => subnet.cidr,
		});
		const { shown, nextToken } = paged(call, found, { named: kinds.subnet.parameter });
		return {
			body: {
				nextToken,
				subnetSet: shown.map(subnet => ({
					subnetId: subnet.id,
					subnetArn: `arn:aws:ec2:${call.region}:${accountId}:subnet/${subnet.id}`,
					ownerId: accountId,
					state: 'available',
					vpcId: subnet.vpc,
					cidrBlock: subnet.cidr,
					// Who takes the one with the most gets the first.
					availableIpAddressCount: freeAddresses - order.indexOf(subnet.id),
					availabilityZone: subnet.zone,
					availabilityZoneId: zoneId(subnet.zone),
					defaultForAz: subnet.isDefault,
					mapPublicIpOnLaunch: true,
					assignIpv6AddressOnCreation: false,
					tagSet: tagSet(subnet.tags),
				})),
			},
		};
	},
};
