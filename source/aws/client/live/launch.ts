import {
	DescribeImagesCommand,
	DescribeInstanceTypeOfferingsCommand,
	DescribeInstanceTypesCommand,
	type Image,
	RunInstancesCommand,
	type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand } from '@aws-sdk/client-iam';
import { createIam } from '../clients.ts';
import { AwsRefusal } from '../refused.ts';
import { type LiveSession, pagesOf } from './session.ts';

/** The images that EC2 finds: by an id, or by an owner and filters. */
export type ImagesSought =
	| { readonly ami: string }
	| { readonly owner: string; readonly filters: Readonly<Record<string, string>> };

/** An image as far as a launch depends on it. */
const told = ({
	ImageId = '',
	Name = '',
	CreationDate = '',
	Architecture,
	State,
	BootMode,
	Platform,
	RootDeviceType,
}: Image) => ({
	ami: ImageId,
	name: Name,
	created: CreationDate,
	architecture: String(Architecture),
	state: String(State),
	...(BootMode !== undefined && { bootMode: String(BootMode) }),
	...(Platform && { isWindows: true as const }),
	...(RootDeviceType === 'instance-store' && { isInstanceStore: true as const }),
});

/** The newest image that is found; undefined if there is none. @throws AwsRefusal, or the reason of the signal. */
export const askNewest = async ({ ec2, ask }: LiveSession, sought: ImagesSought) => {
	const client = await ec2();
	const input =
		'ami' in sought
			? { ImageIds: [sought.ami] }
			: {
					Owners: [sought.owner],
					Filters: Object.entries(sought.filters).map(([Name, value]) => ({ Name, Values: [value] })),
					MaxResults: 500,
				};
	let newest: Image | undefined;
	try {
		for await (const { Images = [] } of pagesOf(NextToken =>
			ask('EC2', 'DescribeImages', options =>
				client.send(new DescribeImagesCommand({ ...input, NextToken }), options),
			),
		)) {
			for (const image of Images) {
				newest = (image.CreationDate ?? '') >= (newest?.CreationDate ?? '') ? image : newest;
			}
		}
	} catch (error) {
		if (!(error instanceof AwsRefusal) || !error.code.startsWith('InvalidAMIID.')) {
			throw error;
		}
	}

	return newest && told(newest);
};

/** What a machine type is, and in which zones of the region it is offered: in none if there is none. @throws as `askNewest`. */
export const askType = async ({ ec2, ask }: LiveSession, id: string) => {
	const client = await ec2();
	const filters = { Filters: [{ Name: 'instance-type', Values: [id] }] };
	const [{ InstanceTypes: [type] = [] }, { InstanceTypeOfferings = [] }] = await Promise.all([
		ask('EC2', 'DescribeInstanceTypes', options =>
			client.send(new DescribeInstanceTypesCommand(filters), options),
		),
		ask('EC2', 'DescribeInstanceTypeOfferings', options =>
			client.send(
				new DescribeInstanceTypeOfferingsCommand({ ...filters, LocationType: 'availability-zone' }),
				options,
			),
		),
	]);
	return {
		zones: InstanceTypeOfferings.flatMap(({ Location }) => Location ?? []).sort(),
		architectures: type?.ProcessorInfo?.SupportedArchitectures?.map(String) ?? [],
		vcpus: type?.VCpuInfo?.DefaultVCpus,
		bootModes: type?.SupportedBootModes?.map(String) ?? [],
	};
};

/** Whether there is an instance profile, and a role in it. @throws as `askNewest`. */
export const askProfile = async (
	{ caller, region, ask }: LiveSession,
	name: string,
): Promise<'whole' | 'empty' | 'none'> => {
	const iam = await createIam(await caller(), region);
	try {
		const { InstanceProfile } = await ask('IAM', 'GetInstanceProfile', options =>
			iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }), options),
		);
		return InstanceProfile?.Roles?.length ? 'whole' : 'empty';
	} catch (error) {
		if (error instanceof AwsRefusal && /^NoSuchEntity/.test(error.code)) {
			return 'none';
		}

		throw error;
	}
};

/** A machine that a build would launch. */
export type Launch = {
	readonly ami: string;
	readonly type: string;
	readonly subnet: string | undefined;
	readonly zone: string | undefined;
	readonly isPublic: boolean;
	readonly profile: string | undefined;
	readonly tags: Readonly<Record<string, string>>;
	/** `gp3`, GiB; the key is one of KMS. */
	readonly disk: {
		readonly device: string;
		readonly size: number;
		readonly type: 'gp2' | 'gp3';
		readonly encrypted: boolean;
		readonly key: string | undefined;
	};
	/** Whether it insists on version 2 of the metadata service. */
	readonly insists: boolean;
};

const launchInput = ({ disk, ...launch }: Launch): RunInstancesCommandInput => {
	const Tags = Object.entries(launch.tags).map(([Key, Value]) => ({ Key, Value }));
	return {
		DryRun: true,
		MinCount: 1,
		MaxCount: 1,
		ImageId: launch.ami,
		// The SDK's list of types is of its own day.
		InstanceType: launch.type as RunInstancesCommandInput['InstanceType'],
		...(launch.subnet !== undefined && {
			NetworkInterfaces: [
				{
					DeviceIndex: 0,
					SubnetId: launch.subnet,
					...(launch.isPublic && { AssociatePublicIpAddress: true }),
				},
			],
		}),
		...(launch.zone !== undefined && { Placement: { AvailabilityZone: launch.zone } }),
		...(launch.profile !== undefined && { IamInstanceProfile: { Name: launch.profile } }),
		BlockDeviceMappings: [
			{
				DeviceName: disk.device,
				Ebs: {
					VolumeSize: disk.size,
					VolumeType: disk.type,
					DeleteOnTermination: true,
					...(disk.encrypted && { Encrypted: true }),
					...(disk.key !== undefined && { KmsKeyId: disk.key }),
				},
			},
		],
		...(launch.insists && { MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required' } }),
		TagSpecifications: [
			{ ResourceType: 'instance', Tags },
			{ ResourceType: 'volume', Tags },
		],
	};
};

/** Asks whether a machine may be launched, and launches none. @throws AwsRefusal that says why not, or as `askNewest`. */
export const tryLaunch = async ({ ec2, ask }: LiveSession, launch: Launch): Promise<void> => {
	const client = await ec2();
	try {
		await ask('EC2', 'RunInstances', options =>
			client.send(new RunInstancesCommand(launchInput(launch)), options),
		);
	} catch (error) {
		if (!(error instanceof AwsRefusal) || error.code !== 'DryRunOperation') {
			throw error;
		}
	}
};
