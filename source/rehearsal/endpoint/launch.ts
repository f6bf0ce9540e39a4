import { findInstanceType, fitsArchitecture, isOffered } from '../../catalog/instance-types.ts';
import { type Call, here } from './call.ts';
import { find, kinds } from './ids.ts';
import { findKeyPair } from './key-pairs.ts';
import {
	flag,
	number,
	type Parameters,
	structure,
	structures,
	tagsFor,
	value,
	values,
} from './parameters.ts';
import { Refusal } from './protocol.ts';
import { defaultVpc } from './security-groups.ts';
import {
	type Image,
	type ImageDevice,
	type Instance,
	imageState,
	put,
	type Subnet,
	type Volume,
	type World,
	withRegion,
} from './state.ts';

const checkType = (id: string, image: Image, region: string, zone: string): void => {
	const type = findInstanceType(id);
	if (!type) {
		throw new Refusal('InvalidParameterValue', `Invalid value '${id}' for InstanceType.`);
	}

	if (!fitsArchitecture(type, image.architecture)) {
		throw new Refusal(
			'InvalidParameterValue',
			`The architecture '${type.architectures.join(',')}' of the specified instance type does not match the ` +
				`architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that ` +
				"have matching architectures, and try again. You can use 'describe-instance-types' or " +
				"'describe-images' to discover the architecture of the instance type or AMI.",
		);
	}

	if (!isOffered(type, region)) {
		throw new Refusal(
			'Unsupported',
			`Your requested instance type (${id}) is not supported in your requested Availability Zone (${zone}).`,
		);
	}
};

const chooseSubnet = (
	world: World,
	call: Call,
	wanted: string | undefined,
	zone: string | undefined,
): Subnet => {
	const { subnets } = here(world, call);
	if (wanted !== undefined) {
		return find(kinds.subnet, subnets, wanted);
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

const checkProfile = (world: World, name: string | undefined): void => {
	if (name !== undefined && !world.profiles.has(name)) {
		throw new Refusal(
			'InvalidParameterValue',
			`Value (${name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
		);
	}
};

const volumesFor = (image: Image, launch: Parameters, zone: string, instance: string, call: Call) => {
	const mappings = structures(launch, 'BlockDeviceMapping').filter(
		mapping => structure(mapping, 'Ebs').size > 0,
	);
	const named = new Map(
		mappings.map(mapping => [value(mapping, 'DeviceName') ?? '', structure(mapping, 'Ebs')]),
	);
	const fromImage = new Map(image.devices.map(device => [device.device, device]));
	return [...new Set([...fromImage.keys(), ...named.keys()])].map(device => {
		const ebs = named.get(device) ?? new Map<string, string>();
		const base: ImageDevice | undefined = fromImage.get(device);
		const size = number(ebs, 'VolumeSize') ?? base?.size ?? 8;
		if (base && size < base.size) {
			throw new Refusal(
				'InvalidBlockDeviceMapping',
				`Volume of size ${size}GB is smaller than snapshot '${base.snapshot}', expect size >= ${base.size}GB`,
			);
		}

		const volume: Volume = {
			id: call.tools.newId('vol'),
			size,
			type: value(ebs, 'VolumeType') ?? base?.type ?? 'gp3',
			encrypted: flag(ebs, 'Encrypted') || (base?.encrypted ?? false),
			zone,
			snapshot: value(ebs, 'SnapshotId') ?? base?.snapshot,
			created: call.now,
			attachment: { instance, device },
			tags: tagsFor(launch, 'volume'),
		};
		const deleteOnTermination = ebs.get('DeleteOnTermination') ?? String(base?.deleteOnTermination ?? false);
		return { volume, deleteOnTermination: deleteOnTermination === 'true' };
	});
};

/** The last two numbers of an address in a /16, one for each number of instances. */
const addressTail = (count: number): string => `${Math.floor(count / 250)}.${4 + (count % 250)}`;

/**
 * Launches a machine as RunInstances and a launch template describe it.
 * @throws Refusal for everything that EC2 checks before it launches.
 */
export const launch = (
	world: World,
	call: Call,
	request: Parameters,
	isSpot: boolean,
): { readonly world: World; readonly instance: Instance } => {
	const region = here(world, call);
	const image = find(kinds.image, region.images, value(request, 'ImageId'));
	if (imageState(image, call.now) !== 'available') {
		throw new Refusal('InvalidAMIID.Unavailable', `The image ID '${image.id}' is not available`);
	}

	const networkInterface = structures(request, 'NetworkInterface')[0] ?? new Map<string, string>();
	const subnet = chooseSubnet(
		world,
		call,
		value(request, 'SubnetId') ?? value(networkInterface, 'SubnetId'),
		value(structure(request, 'Placement'), 'AvailabilityZone'),
	);
	const type = value(request, 'InstanceType') ?? 'm1.small';
	checkType(type, image, call.region, subnet.zone);
	const keyName = value(request, 'KeyName');
	const keyPair = keyName === undefined ? undefined : findKeyPair(region.keyPairs, keyName);

	const groups = [...values(request, 'SecurityGroupId'), ...values(networkInterface, 'SecurityGroupId')];
	for (const group of groups) {
		find(kinds.securityGroup, region.securityGroups, group);
	}

	const profile = value(structure(request, 'IamInstanceProfile'), 'Name');
	checkProfile(world, profile);
	if (call.tools.fault('no-capacity')) {
		// EC2 says this with status 500, which only makes the SDK try ten times more.
		throw new Refusal(
			'InsufficientInstanceCapacity',
			`We currently do not have sufficient ${type} capacity in the Availability Zone you requested ` +
				`(${subnet.zone}). Our system will be working on provisioning additional capacity.`,
		);
	}

	const id = call.tools.newId('i');
	const volumes = volumesFor(image, request, subnet.zone, id, call);
	const count = region.instances.size;
	const isPublic = networkInterface.get('AssociatePublicIpAddress') !== 'false';
	const { run, boot } = call.tools.delays;
	const instance: Instance = {
		id,
		image: image.id,
		type,
		architecture: image.architecture,
		username: image.username,
		keyName,
		publicKey: keyPair?.publicKey,
		subnet: subnet.id,
		vpc: subnet.vpc,
		zone: subnet.zone,
		groups,
		privateAddress: `172.31.${addressTail(count)}`,
		// A range that is kept for documentation: these addresses lead nowhere.
		publicAddress: isPublic ? `203.0.113.${4 + (count % 250)}` : undefined,
		rootDevice: image.rootDevice,
		devices: volumes.map(({ volume, deleteOnTermination }) => ({
			device: volume.attachment?.device ?? '',
			volume: volume.id,
			deleteOnTermination,
		})),
		profile,
		spotRequest: isSpot ? call.tools.newId('sir') : undefined,
		launched: call.now,
		running: call.now + run,
		booted: call.now + run + boot,
		tags: tagsFor(request, 'instance'),
	};
	return {
		instance,
		world: withRegion(world, call.region, {
			instances: put(region.instances, instance),
			volumes: put(region.volumes, ...volumes.map(({ volume }) => volume)),
		}),
	};
};
