import type { PackerFailure } from './failure.ts';

/** Subnets, networks, firewalls. */
export const networkFailures: readonly PackerFailure[] = [
	{
		id: 'network.no-default',
		patterns: [
			/a valid Subnet Id was not specified|VPCIdNotSpecified|No default VPC (?:for this user|found)/,
			// The amazon plugin 1.8.3 shows an address in place of the filter's name.
			/Exactly one VPC should match the filter, but 0 VPC's was found .*(?:isDefault|\[\{\S+ \[true\] \{\}\}\])/,
		],
		what: ({ aws: { region } }) =>
			`${region} has no default network (VPC) in this account, and the recipe names no subnet.`,
		next: 'Choose a subnet from which the internet can be reached.',
		remedy: 'subnet',
	},
	{
		id: 'network.no-default',
		patterns: [/No subnets found for the default VPC/],
		what: ({ aws: { region } }) => `The default network (VPC) of this account in ${region} has no subnet.`,
		next: 'Choose a subnet from which the internet can be reached.',
		remedy: 'subnet',
	},
	{
		id: 'network.no-subnet',
		patterns: [/Invalid(?:SubnetID|SubnetId)\.(?:NotFound|Malformed)/],
		what: ({ aws: { region, network } }) =>
			`${region} has no subnet ${network.subnet ?? 'of that id'} in this account.`,
		why: 'A subnet belongs to one region and to one account.',
		next: 'Choose a subnet of this region, or none for the default network.',
		remedy: 'subnet',
	},
	{
		id: 'network.subnet-full',
		patterns: [/InsufficientFreeAddressesInSubnet/],
		what: ({ aws: { network } }) => `${network.subnet ?? 'The subnet'} has no free address left.`,
		next: 'Choose another subnet.',
		remedy: 'subnet',
	},
	{
		id: 'network.none-in-zone',
		patterns: [/[Nn]o AZ match the requested machine type|Failed to get subnets for the filtered AZs/],
		what: ({ aws: { instanceType } }) =>
			`No zone with a subnet of the default network offers ${instanceType}.`,
		next: 'Choose another machine, or a subnet in a zone that offers it.',
		remedy: 'instance-type',
	},
	{
		id: 'network.different',
		patterns: [/security group '(sg-\S+)' does not exist in VPC/, /belong to different networks/],
		what: 'The subnet and a firewall (security group) in the template belong to different networks.',
		next: 'Choose a subnet of the network of that security group.',
		remedy: 'subnet',
	},
	{
		id: 'network.not-there',
		patterns: [/Invalid(VpcID|VpcId|GroupId|Group|SecurityGroupID)\.(?:NotFound|Malformed)/],
		what: ({ aws: { region } }, [, kind = '']) =>
			`${region} has no ${kind.startsWith('Vpc') ? 'network (VPC)' : 'firewall (security group)'} of the id that the template names.`,
		next: 'Write an id of this region and account into image.pkr.hcl, or none.',
	},
	{
		id: 'network.vpc-without-subnet',
		patterns: [/subnet_id or subnet_filter must be provided for non-default VPCs \((vpc-\S+?)\)/],
		what: (_, [, vpc]) => `The template names the network ${vpc}, but no subnet of it.`,
		next: 'Choose a subnet of that network.',
		remedy: 'subnet',
	},
	{
		id: 'network.filter',
		patterns: [
			/Your filter matched \d+ Subnets/,
			/No Subnets was found matching filters/,
			/Exactly one VPC should match the filter/,
		],
		what: "A filter for networks in the template fits none, or more than one, of this account's.",
		next: 'Choose a subnet by its id, or make the filter exact.',
		remedy: 'subnet',
	},
	{
		id: 'network.groups-full',
		patterns: [
			/SecurityGroupLimitExceeded|SecurityGroupsPerInterfaceLimitExceeded|RulesPerSecurityGroupLimitExceeded/,
		],
		what: ({ aws: { region } }) => `This account may have no more firewalls (security groups) in ${region}.`,
		next: 'Delete some that nobody uses; those of builds that were killed: packer-wizard cleanup.',
		remedy: 'cleanup',
	},
	{
		id: 'network.group-late',
		patterns: [/Timed out waiting for security group|InvalidPermission\.Duplicate/],
		what: 'AWS did not show the firewall (security group) of this build in time.',
		remedy: 'again',
	},
];
