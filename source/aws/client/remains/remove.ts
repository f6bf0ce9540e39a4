import { setTimeout } from 'node:timers/promises';
import {
	CancelSpotInstanceRequestsCommand,
	DeleteKeyPairCommand,
	DeleteLaunchTemplateCommand,
	DeleteSecurityGroupCommand,
	DeleteSnapshotCommand,
	DeleteVolumeCommand,
	DeregisterImageCommand,
	DescribeInstancesCommand,
	type EC2Client,
	TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
	DeleteInstanceProfileCommand,
	DeleteRoleCommand,
	DeleteRolePolicyCommand,
	GetInstanceProfileCommand,
	type IAMClient,
	ListRolePoliciesCommand,
	RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { steadyNow } from '../../../base/clock.ts';
import { type Caller, createEc2, createIam } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { called } from './calls.ts';
import { type Remain, type RemainKind, remainKinds } from './remain.ts';

type Means = {
	readonly ec2: EC2Client;
	readonly iam: () => Promise<IAMClient>;
	readonly signal: AbortSignal;
};

type Remove = (id: string, means: Means) => Promise<void>;

/** Milliseconds between two looks, and how long it is waited for a machine that ends, or for what hangs on to something. */
const interval = 2000;
const patience = 10 * 60 * 1000;

/** What only has to be waited for: another thing of the same build is still on its way out. */
const passing =
	/^(?:DependencyViolation|VolumeInUse|InvalidSnapshot\.InUse|InvalidGroup\.InUse|IncorrectState|DeleteConflict|ConcurrentModification)/;

/** What says that there is nothing left to delete. */
const gone = /NotFound|NoSuchEntity|^InvalidAMIID\.Unavailable|DoesNotExist/;

type SendOptions = { readonly abortSignal: AbortSignal };

const ec2Call =
	(operation: string, send: (ec2: EC2Client, id: string, options: SendOptions) => Promise<unknown>): Remove =>
	async (id, { ec2, signal }) => {
		await called('EC2', operation, signal, options => send(ec2, id, options));
	};

/** Ends a machine and waits until it is gone: what it used cannot be deleted before. */
const terminate: Remove = async (id, { ec2, signal }) => {
	await called('EC2', 'TerminateInstances', signal, options =>
		ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }), options),
	);
	for (const deadline = steadyNow() + patience; ; ) {
		const { Reservations = [] } = await called('EC2', 'DescribeInstances', signal, options =>
			ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: [id] }] }), options),
		);
		const state = Reservations[0]?.Instances?.[0]?.State?.Name ?? 'terminated';
		if (state === 'terminated') {
			return;
		}

		if (steadyNow() > deadline) {
			throw new AwsRefusal(`It is still ${state}.`, 'StillThere', undefined);
		}

		await setTimeout(interval, undefined, { signal });
	}
};

const removeProfile: Remove = async (id, { iam, signal }) => {
	const client = await iam();
	const { InstanceProfile } = await called('IAM', 'GetInstanceProfile', signal, options =>
		client.send(new GetInstanceProfileCommand({ InstanceProfileName: id }), options),
	);
	for (const { RoleName } of InstanceProfile?.Roles ?? []) {
		await called('IAM', 'RemoveRoleFromInstanceProfile', signal, options =>
			client.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: id, RoleName }), options),
		);
	}

	await called('IAM', 'DeleteInstanceProfile', signal, options =>
		client.send(new DeleteInstanceProfileCommand({ InstanceProfileName: id }), options),
	);
};

const removeRole: Remove = async (id, { iam, signal }) => {
	const client = await iam();
	const { PolicyNames = [] } = await called('IAM', 'ListRolePolicies', signal, options =>
		client.send(new ListRolePoliciesCommand({ RoleName: id }), options),
	);
	for (const PolicyName of PolicyNames) {
		await called('IAM', 'DeleteRolePolicy', signal, options =>
			client.send(new DeleteRolePolicyCommand({ RoleName: id, PolicyName }), options),
		);
	}

	await called('IAM', 'DeleteRole', signal, options =>
		client.send(new DeleteRoleCommand({ RoleName: id }), options),
	);
};

const ways: Readonly<Record<RemainKind, Remove>> = {
	'spot-request': ec2Call('CancelSpotInstanceRequests', (ec2, id, options) =>
		ec2.send(new CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: [id] }), options),
	),
	instance: terminate,
	image: ec2Call('DeregisterImage', (ec2, ImageId, options) =>
		ec2.send(new DeregisterImageCommand({ ImageId }), options),
	),
	snapshot: ec2Call('DeleteSnapshot', (ec2, SnapshotId, options) =>
		ec2.send(new DeleteSnapshotCommand({ SnapshotId }), options),
	),
	volume: ec2Call('DeleteVolume', (ec2, VolumeId, options) =>
		ec2.send(new DeleteVolumeCommand({ VolumeId }), options),
	),
	'security-group': ec2Call('DeleteSecurityGroup', (ec2, GroupId, options) =>
		ec2.send(new DeleteSecurityGroupCommand({ GroupId }), options),
	),
	'key-pair': ec2Call('DeleteKeyPair', (ec2, KeyName, options) =>
		ec2.send(new DeleteKeyPairCommand({ KeyName }), options),
	),
	'launch-template': ec2Call('DeleteLaunchTemplate', (ec2, LaunchTemplateId, options) =>
		ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }), options),
	),
	'instance-profile': removeProfile,
	role: removeRole,
};

/** Deletes one thing, again and again as long as something of the same build hangs on to it. */
const removed = async ({ kind, id }: Remain, means: Means): Promise<AwsRefusal | undefined> => {
	for (const deadline = steadyNow() + patience; ; ) {
		try {
			await ways[kind](id, means);
			return undefined;
		} catch (error) {
			if (!(error instanceof AwsRefusal)) {
				throw error;
			}

			if (gone.test(error.code)) {
				return undefined;
			}

			if (!passing.test(error.code) || steadyNow() > deadline) {
				return error;
			}

			await setTimeout(interval, undefined, { signal: means.signal });
		}
	}
};

/**
 * Deletes what is left in a region, machines first, and goes on with the rest where something cannot be deleted.
 * @param told is called for each as soon as it is gone, or with why it is not.
 * @throws Problem if nobody can sign in, or the reason of the signal: what was deleted until then is gone.
 */
export const removeInRegion = async (
	caller: Caller,
	region: string,
	remains: readonly Remain[],
	told: (remain: Remain, refusal: AwsRefusal | undefined) => void,
	signal: AbortSignal,
): Promise<void> => {
	const ec2 = await createEc2(caller, region);
	let client: Promise<IAMClient> | undefined;
	const iam = (): Promise<IAMClient> => {
		client ??= createIam(caller, region);
		return client;
	};
	try {
		for (const kind of remainKinds) {
			// Machines end side by side; of what hangs together otherwise, one after the other is soon enough.
			const some = remains.filter(remain => remain.kind === kind && remain.kept === undefined);
			await Promise.all(some.map(async remain => told(remain, await removed(remain, { ec2, iam, signal }))));
		}
	} finally {
		ec2.destroy();
		(await client)?.destroy();
	}
};
