import {
	DescribeRouteTablesCommand,
	DescribeSubnetsCommand,
	type RouteTable,
	type Subnet,
} from '@aws-sdk/client-ec2';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** By what a machine in a subnet reaches the internet: `gateway` if it has a public address. */
type Internet = 'gateway' | 'nat' | 'none' | 'unknown';

/** The route of a table that leads to every address, if it leads anywhere. */
const wayOut = ({ Routes = [] }: RouteTable): Internet => {
	const route = Routes.find(
		({ DestinationCidrBlock, State }) => DestinationCidrBlock === '0.0.0.0/0' && State !== 'blackhole',
	);
	if (!route) {
		return 'none';
	}

	if (route.NatGatewayId) {
		return 'nat';
	}

	// Behind a transit gateway, another network or a firewall nobody can look from here.
	return route.GatewayId?.startsWith('igw-') ? 'gateway' : 'unknown';
};

const internetOf = ({ SubnetId, VpcId }: Subnet, tables: readonly RouteTable[]): Internet => {
	const table =
		tables.find(({ Associations = [] }) => Associations.some(each => each.SubnetId === SubnetId)) ??
		tables.find(each => each.VpcId === VpcId && each.Associations?.some(({ Main }) => Main === true));
	return table ? wayOut(table) : 'unknown';
};

const listSubnets = async ({ ec2, ask }: LiveSession): Promise<readonly Subnet[]> => {
	const client = await ec2();
	const subnets: Subnet[] = [];
	const pages = pagesOf(NextToken =>
		ask('EC2', 'DescribeSubnets', options =>
			client.send(new DescribeSubnetsCommand({ MaxResults: 1000, NextToken }), options),
		),
	);
	for await (const { Subnets = [] } of pages) {
		subnets.push(...Subnets);
	}

	return subnets;
};

/** The route tables, or why nobody may look at them. */
const listTables = async ({
	ec2,
	ask,
}: LiveSession): Promise<{ readonly tables: readonly RouteTable[]; readonly refusal?: AwsRefusal }> => {
	const tables: RouteTable[] = [];
	try {
		const client = await ec2();
		const pages = pagesOf(NextToken =>
			ask('EC2', 'DescribeRouteTables', options =>
				client.send(new DescribeRouteTablesCommand({ MaxResults: 100, NextToken }), options),
			),
		);
		for await (const { RouteTables = [] } of pages) {
			tables.push(...RouteTables);
		}
	} catch (error) {
		if (error instanceof AwsRefusal) {
			return { tables: [], refusal: error };
		}

		throw error;
	}

	return { tables };
};

/**
 * The subnets that machines can be launched into, those of the default network first, and why it is not known which of them
 * reach the internet, if it is not. @throws as `askIdentity`.
 */
export const askSubnets = async (session: LiveSession) => {
	const [subnets, { tables, refusal }] = await Promise.all([listSubnets(session), listTables(session)]);
	return {
		refusal,
		subnets: subnets
			.filter(({ State = 'available' }) => State === 'available')
			.map(subnet => ({
				id: subnet.SubnetId ?? '',
				zone: subnet.AvailabilityZone ?? '',
				cidr: subnet.CidrBlock ?? '',
				vpc: subnet.VpcId ?? '',
				...nameOf(subnet),
				isDefault: subnet.DefaultForAz === true,
				internet: internetOf(subnet, tables),
				givesPublicAddress: subnet.MapPublicIpOnLaunch === true,
				freeAddresses: subnet.AvailableIpAddressCount ?? 0,
			}))
			.sort(
				(one, other) =>
					Number(other.isDefault) - Number(one.isDefault) ||
					one.vpc.localeCompare(other.vpc) ||
					one.zone.localeCompare(other.zone) ||
					one.id.localeCompare(other.id),
			),
	};
};

const nameOf = ({ Tags = [] }: Subnet): { readonly name?: string } => {
	const name = Tags.find(({ Key }) => Key === 'Name')?.Value;
	return name ? { name } : {};
};
