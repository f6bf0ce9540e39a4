import {
	AuthorizeSecurityGroupIngressCommand,
	CreateKeyPairCommand,
	CreateSecurityGroupCommand,
	DescribeInstanceStatusCommand,
	DescribeInstancesCommand,
	DescribeSecurityGroupsCommand,
	DescribeSubnetsCommand,
	type EC2Client,
	RunInstancesCommand,
	type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { AwsRefusal } from '../refused.ts';
import { called } from '../remains/calls.ts';

/** How EC2 is asked for a test machine. */
export type TestCalls = {
	readonly ec2: EC2Client;
	readonly signal: AbortSignal;
	/** What all that is made gets. */
	readonly tags: Readonly<Record<string, string>>;
	/** The name of its key and of its firewall. */
	readonly name: string;
};

const tagsOf = ({ tags }: TestCalls) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Makes the key that lets in, and gives its private half, as PEM. @throws AwsRefusal, or the reason of the signal. */
export const makeKey = async (calls: TestCalls): Promise<string> => {
	const { ec2, signal, name } = calls;
	const { KeyMaterial } = await called('EC2', 'CreateKeyPair', signal, options =>
		ec2.send(
			new CreateKeyPairCommand({
				KeyName: name,
				TagSpecifications: [{ ResourceType: 'key-pair', Tags: tagsOf(calls) }],
			}),
			options,
		),
	);
	if (!KeyMaterial) {
		throw new AwsRefusal('What answered for AWS gave no key', '', undefined, 'EC2:CreateKeyPair');
	}

	return KeyMaterial;
};

/** Makes a firewall that lets nothing in, in the network of a subnet, and gives its id. @throws as `makeKey`. */
export const makeFirewall = async (calls: TestCalls, subnet: string | undefined): Promise<string> => {
	const { ec2, signal, name } = calls;
	const network =
		subnet === undefined
			? undefined
			: (
					await called('EC2', 'DescribeSubnets', signal, options =>
						ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }), options),
					)
				).Subnets?.[0]?.VpcId;
	const { GroupId = '' } = await called('EC2', 'CreateSecurityGroup', signal, options =>
		ec2.send(
			new CreateSecurityGroupCommand({
				GroupName: name,
				Description: 'SSH to a test machine of packer-wizard',
				...(network !== undefined && { VpcId: network }),
				TagSpecifications: [{ ResourceType: 'security-group', Tags: tagsOf(calls) }],
			}),
			options,
		),
	);
	return GroupId;
};

/** Lets SSH in from some addresses. @throws as `makeKey`. */
export const openFirewall = async (
	{ ec2, signal }: TestCalls,
	GroupId: string,
	from: string,
): Promise<void> => {
	await called('EC2', 'AuthorizeSecurityGroupIngress', signal, options =>
		ec2.send(
			new AuthorizeSecurityGroupIngressCommand({
				GroupId,
				IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: from }] }],
			}),
			options,
		),
	);
};

/** The id of the firewall, undefined if there is none. @throws as `makeKey`. */
export const firewallByName = async ({ ec2, signal, name }: TestCalls): Promise<string | undefined> => {
	const Filters = [{ Name: 'group-name', Values: [name] }];
	const { SecurityGroups } = await called('EC2', 'DescribeSecurityGroups', signal, options =>
		ec2.send(new DescribeSecurityGroupsCommand({ Filters }), options),
	);
	return SecurityGroups?.[0]?.GroupId;
};

/** The id of the machine that was started with the key, undefined if none is seen. @throws as `makeKey`. */
export const machineByKey = async ({ ec2, signal, name }: TestCalls): Promise<string | undefined> => {
	const Filters = [{ Name: 'key-name', Values: [name] }];
	const { Reservations } = await called('EC2', 'DescribeInstances', signal, options =>
		ec2.send(new DescribeInstancesCommand({ Filters }), options),
	);
	return Reservations?.[0]?.Instances?.[0]?.InstanceId;
};

/** A machine that is started from an image. */
export type TestLaunch = {
	readonly ami: string;
	readonly type: string;
	readonly group: string;
	readonly subnet: string | undefined;
	readonly zone: string | undefined;
	readonly isPublic: boolean;
	readonly profile: string | undefined;
	/** The boot script as it stands; none if missing. */
	readonly userData: string | undefined;
};

/** Starts the machine, and gives its id. @throws as `makeKey`. */
export const startTestMachine = async (
	calls: TestCalls,
	{ ami, type, group, subnet, zone, isPublic, profile, userData }: TestLaunch,
): Promise<string> => {
	const { ec2, signal, name } = calls;
	const Tags = tagsOf(calls);
	const { Instances = [] } = await called('EC2', 'RunInstances', signal, options =>
		ec2.send(
			new RunInstancesCommand({
				MinCount: 1,
				MaxCount: 1,
				ImageId: ami,
				// The SDK's list of types is of its own day.
				InstanceType: type as RunInstancesCommandInput['InstanceType'],
				KeyName: name,
				...(subnet === undefined
					? { SecurityGroupIds: [group] }
					: {
							NetworkInterfaces: [
								{
									DeviceIndex: 0,
									SubnetId: subnet,
									Groups: [group],
									...(isPublic && { AssociatePublicIpAddress: true }),
								},
							],
						}),
				...(zone !== undefined && { Placement: { AvailabilityZone: zone } }),
				...(profile !== undefined && { IamInstanceProfile: { Name: profile } }),
				...(userData !== undefined && { UserData: Buffer.from(userData).toString('base64') }),
				// Who shuts it down from inside means its end.
				InstanceInitiatedShutdownBehavior: 'terminate',
				MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required' },
				TagSpecifications: [
					{ ResourceType: 'instance', Tags },
					{ ResourceType: 'volume', Tags },
				],
			}),
			options,
		),
	);
	return Instances[0]?.InstanceId ?? '';
};

/** How a machine stands: EC2's words, its addresses, and whether both status checks are passed. */
export const lookAtMachine = async ({ ec2, signal }: TestCalls, id: string) => {
	const Filters = [{ Name: 'instance-id', Values: [id] }];
	const { Reservations = [] } = await called('EC2', 'DescribeInstances', signal, options =>
		ec2.send(new DescribeInstancesCommand({ Filters }), options),
	);
	const machine = Reservations[0]?.Instances?.[0];
	const { InstanceStatuses = [] } = await called('EC2', 'DescribeInstanceStatus', signal, options =>
		ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [id] }), options),
	);
	const [status] = InstanceStatuses;
	return {
		state: String(machine?.State?.Name ?? 'pending'),
		publicAddress: machine?.PublicIpAddress,
		privateAddress: machine?.PrivateIpAddress,
		isHealthy: status?.InstanceStatus?.Status === 'ok' && status.SystemStatus?.Status === 'ok',
	};
};

/** Milliseconds in which it is said from where one comes. */
const patience = 5000;

/** The address that this computer has for AWS, as a block of one; undefined if nobody says it. Throws nothing. */
export const ownBlock = async (signal: AbortSignal): Promise<string | undefined> => {
	try {
		const answer = await fetch('https://checkip.amazonaws.com/', {
			signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
		});
		const text = (await answer.text()).trim();
		return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? `${text}/32` : undefined;
	} catch {
		return undefined;
	}
};
