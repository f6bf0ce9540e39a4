import {
	DisableImageDeprecationCommand,
	EnableImageDeprecationCommand,
	ModifyImageAttributeCommand,
	ModifySnapshotAttributeCommand,
} from '@aws-sdk/client-ec2';
import { type Caller, createEc2 } from '../clients.ts';
import { describeImage, snapshotsOf } from '../copies/image.ts';
import { AwsRefusal } from '../refused.ts';
import { called } from '../remains/calls.ts';

/** An image of the account, and in whose name it is changed. */
export type ImageChanged = {
	readonly caller: Caller;
	readonly region: string;
	readonly ami: string;
	readonly signal: AbortSignal;
};

/** Who may use an image. */
export type SharedWith = {
	readonly accounts: readonly string[];
	readonly organizations: readonly string[];
	readonly units: readonly string[];
};

/**
 * Lets more start servers from an image; accounts may make disks of its snapshots too, which organisations cannot be let.
 * @throws AwsRefusal, also if it is not there any more; Problem (exit 4) if nobody can sign in, or the reason of the signal.
 */
export const shareImage = async (
	{ caller, region, ami, signal }: ImageChanged,
	{ accounts, organizations, units }: SharedWith,
): Promise<void> => {
	const ec2 = await createEc2(caller, region);
	const image = await describeImage(ec2, ami, signal);
	if (!image) {
		throw new AwsRefusal(`The image ${ami} is not in ${region} any more`, '', undefined);
	}

	// First what an image with the key of AWS is refused for: then nothing is changed.
	for (const SnapshotId of accounts.length === 0 ? [] : snapshotsOf(image)) {
		await called('EC2', 'ModifySnapshotAttribute', signal, options =>
			ec2.send(
				new ModifySnapshotAttributeCommand({
					SnapshotId,
					Attribute: 'createVolumePermission',
					OperationType: 'add',
					UserIds: [...accounts],
				}),
				options,
			),
		);
	}

	const Add = [
		...accounts.map(UserId => ({ UserId })),
		...organizations.map(OrganizationArn => ({ OrganizationArn })),
		...units.map(OrganizationalUnitArn => ({ OrganizationalUnitArn })),
	];
	await called('EC2', 'ModifyImageAttribute', signal, options =>
		ec2.send(new ModifyImageAttributeCommand({ ImageId: ami, LaunchPermission: { Add } }), options),
	);
};

/**
 * Deprecates an image from a time on, or not any more.
 * @throws as `shareImage`.
 */
export const deprecateImage = async (
	{ caller, region, ami, signal }: ImageChanged,
	on: Date | undefined,
): Promise<void> => {
	const ec2 = await createEc2(caller, region);
	await (on
		? called('EC2', 'EnableImageDeprecation', signal, options =>
				ec2.send(new EnableImageDeprecationCommand({ ImageId: ami, DeprecateAt: on }), options),
			)
		: called('EC2', 'DisableImageDeprecation', signal, options =>
				ec2.send(new DisableImageDeprecationCommand({ ImageId: ami }), options),
			));
};
