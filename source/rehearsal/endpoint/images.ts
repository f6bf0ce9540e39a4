import { type Action, type Actions, type Call, done, here, tagSet, timeText } from './call.ts';
import { filtered } from './filters.ts';
import { findImage } from './image-lookup.ts';
import { findInstance } from './instances.ts';
import { flag, structure, structures, tagsFor, value, values } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import { isOwner, ownerAlias } from './seed.ts';
import {
	accountId,
	type Image,
	type ImageDevice,
	imageState,
	instanceState,
	put,
	type RegionState,
	type Snapshot,
	type Volume,
	type World,
	without,
	withRegion,
} from './state.ts';

const imageXml = (image: Image, now: number): Xml => ({
	imageId: image.id,
	imageLocation: `${image.owner}/${image.name}`,
	imageState: imageState(image, now),
	imageOwnerId: image.owner,
	imageOwnerAlias: ownerAlias(image.owner),
	isPublic: image.owner !== accountId,
	architecture: image.architecture,
	imageType: 'machine',
	platformDetails: 'Linux/UNIX',
	usageOperation: 'RunInstances',
	name: image.name,
	description: image.description,
	rootDeviceType: 'ebs',
	rootDeviceName: image.rootDevice,
	virtualizationType: 'hvm',
	hypervisor: 'xen',
	enaSupport: true,
	sriovNetSupport: 'simple',
	blockDeviceMapping: image.devices.map(device => ({
		deviceName: device.device,
		ebs: {
			snapshotId: device.snapshot,
			volumeSize: device.size,
			volumeType: device.type,
			encrypted: device.encrypted,
			deleteOnTermination: device.deleteOnTermination,
		},
	})),
	creationDate: timeText(image.created),
	imdsSupport: image.imds,
	deprecationTime: image.deprecated,
	stateReason:
		image.failed !== undefined && imageState(image, now) === 'failed'
			? { code: 'Client.InternalError', message: image.failed }
			: undefined,
	tagSet: tagSet(image.tags),
});

/** An image of one's own. @throws Refusal if there is none, or if it is another account's. */
const findOwnImage = (images: Readonly<Record<string, Image>>, id: string | undefined): Image => {
	const image = findImage(images, id);
	if (image.owner !== accountId) {
		throw new Refusal('AuthFailure', `Not authorized for image:${image.id}`);
	}

	return image;
};

const checkName = (region: RegionState, name: string): void => {
	if (!/^[\w()[\] ./\-'@]{3,128}$/.test(name)) {
		throw new Refusal(
			'InvalidAMIName.Malformed',
			"AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', " +
				"'-', '/', '_', '@', '[', ']' and spaces",
		);
	}

	const taken = Object.values(region.images).find(image => image.owner === accountId && image.name === name);
	if (taken) {
		throw new Refusal('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${taken.id}`);
	}
};

const snapshotOf = (
	call: Call,
	size: number,
	took: number,
	details: Pick<Snapshot, 'encrypted' | 'key' | 'volume' | 'description' | 'tags'>,
): Snapshot => ({
	id: call.tools.newId('snap'),
	size,
	started: call.now,
	completed: call.now + took,
	...details,
});

const totalSize = (devices: readonly { readonly size: number }[]): number =>
	devices.reduce((sum, device) => sum + device.size, 0);

const createImage: Action = (world, call) => {
	const region = here(world, call);
	const name = value(call.parameters, 'Name') ?? '';
	const instance = findInstance(region.instances, value(call.parameters, 'InstanceId'));
	checkName(region, name);
	const state = instanceState(instance, call.now);
	if (state !== 'running' && state !== 'stopped') {
		throw new Refusal('IncorrectState', `Instance is not in state 'running' or 'stopped': ${instance.id}`);
	}

	// A mapping with `NoDevice` or without an Ebs part leaves the device out.
	const leftOut = new Set(
		structures(call.parameters, 'BlockDeviceMapping')
			.filter(mapping => structure(mapping, 'Ebs').size === 0)
			.map(mapping => mapping.get('DeviceName')),
	);
	const volumes: { readonly volume: Volume; readonly device: string; readonly isKept: boolean }[] =
		instance.devices.flatMap(({ device, volume: id, deleteOnTermination }) => {
			const volume = region.volumes[id];
			return volume && !leftOut.has(device) ? [{ volume, device, isKept: !deleteOnTermination }] : [];
		});
	const took = call.tools.delays.image(totalSize(volumes.map(({ volume }) => volume)));
	const id = call.tools.newId('ami');
	const parts = volumes.map(({ volume, device, isKept }) => {
		const snapshot = snapshotOf(call, volume.size, took, {
			encrypted: volume.encrypted,
			key: undefined,
			volume: volume.id,
			description: `Created by CreateImage(${instance.id}) for ${id}`,
			tags: tagsFor(call.parameters, 'snapshot'),
		});
		const mapping: ImageDevice = {
			device,
			snapshot: snapshot.id,
			size: volume.size,
			type: volume.type,
			encrypted: volume.encrypted,
			deleteOnTermination: !isKept,
		};
		return { snapshot, mapping };
	});
	const image: Image = {
		id,
		name,
		description: value(call.parameters, 'Description') ?? '',
		owner: accountId,
		architecture: instance.architecture,
		rootDevice: instance.rootDevice,
		username: instance.username,
		devices: parts.map(part => part.mapping),
		created: call.now,
		available: call.now + took,
		failed: undefined,
		shared: [],
		imds: undefined,
		deprecated: undefined,
		tags: tagsFor(call.parameters, 'image'),
	};
	return {
		world: withRegion(world, call.region, {
			images: put(region.images, image),
			snapshots: put(region.snapshots, ...parts.map(part => part.snapshot)),
		}),
		body: { imageId: id },
	};
};

const copyImage: Action = (world, call) => {
	const region = here(world, call);
	const sourceRegion = value(call.parameters, 'SourceRegion') ?? call.region;
	const source = findImage(
		world.regions[sourceRegion]?.images ?? {},
		value(call.parameters, 'SourceImageId'),
	);
	if (imageState(source, call.now) !== 'available') {
		throw new Refusal('InvalidAMIID.Unavailable', `The image ID '${source.id}' is not available`);
	}

	const name = value(call.parameters, 'Name') ?? source.name;
	checkName(region, name);
	const took = call.tools.delays.copy(totalSize(source.devices));
	const copiesTags = flag(call.parameters, 'CopyImageTags');
	const id = call.tools.newId('ami');
	const parts = source.devices.map(device => {
		const encrypted = device.encrypted || flag(call.parameters, 'Encrypted');
		const snapshot = snapshotOf(call, device.size, took, {
			encrypted,
			key: value(call.parameters, 'KmsKeyId'),
			volume: undefined,
			description: `Copied for DestinationAmi ${id} from SourceAmi ${source.id} for SourceSnapshot ${device.snapshot}.`,
			tags: tagsFor(call.parameters, 'snapshot'),
		});
		return { snapshot, mapping: { ...device, snapshot: snapshot.id, encrypted } };
	});
	const image: Image = {
		...source,
		id,
		name,
		description: value(call.parameters, 'Description') ?? source.description,
		owner: accountId,
		devices: parts.map(part => part.mapping),
		created: call.now,
		available: call.now + took,
		failed: call.tools.fault('copy-fails') ? 'The copy failed, as the rehearsal was asked to.' : undefined,
		shared: [],
		tags: { ...(copiesTags ? source.tags : {}), ...tagsFor(call.parameters, 'image') },
	};
	return {
		world: withRegion(world, call.region, {
			images: put(region.images, image),
			snapshots: put(region.snapshots, ...parts.map(part => part.snapshot)),
		}),
		body: { imageId: id },
	};
};

const describeImages: Action = (world, call) => {
	const { images } = here(world, call);
	const ids = values(call.parameters, 'ImageId');
	const owners = values(call.parameters, 'Owner');
	const asked = ids.length > 0 ? ids.map(id => findImage(images, id)) : Object.values(images);
	const owned = asked.filter(image => owners.length === 0 || owners.some(owner => isOwner(image, owner)));
	const found = filtered(owned, call.parameters, {
		name: image => image.name,
		'image-id': image => image.id,
		'owner-id': image => image.owner,
		'owner-alias': image => ownerAlias(image.owner),
		architecture: image => image.architecture,
		state: image => imageState(image, call.now),
		'image-type': () => 'machine',
		'is-public': image => String(image.owner !== accountId),
		'root-device-type': () => 'ebs',
		'root-device-name': image => image.rootDevice,
		'virtualization-type': () => 'hvm',
		hypervisor: () => 'xen',
		description: image => image.description,
		'ena-support': () => 'true',
		'creation-date': image => timeText(image.created),
		'block-device-mapping.volume-type': image => image.devices.map(device => device.type),
	});
	const pending = asked.filter(image => image.available > call.now).map(image => image.available);
	return {
		due: ids.length > 0 && pending.length > 0 ? Math.max(...pending) : undefined,
		body: { imagesSet: found.map(image => imageXml(image, call.now)) },
	};
};

const modify = (world: World, call: Call, change: (image: Image) => Image) => {
	const { images } = here(world, call);
	const image = findOwnImage(images, value(call.parameters, 'ImageId'));
	return { world: withRegion(world, call.region, { images: put(images, change(image)) }), body: done };
};

export const imageActions: Actions = {
	CreateImage: createImage,
	CopyImage: copyImage,
	DescribeImages: describeImages,

	ModifyImageAttribute: (world, call) =>
		modify(world, call, image => {
			const { parameters } = call;
			const description =
				value(structure(parameters, 'Description'), 'Value') ??
				(value(parameters, 'Attribute') === 'description' ? value(parameters, 'Value') : undefined);
			const added = structures(structure(parameters, 'LaunchPermission'), 'Add');
			return {
				...image,
				description: description ?? image.description,
				imds: value(structure(parameters, 'ImdsSupport'), 'Value') ?? image.imds,
				shared: [...image.shared, ...added.flatMap(permission => [...permission.values()])],
			};
		}),

	DescribeImageAttribute: (world, call) => {
		const image = findImage(here(world, call).images, value(call.parameters, 'ImageId'));
		return { body: { imageId: image.id, description: { value: image.description } } };
	},

	EnableImageDeprecation: (world, call) =>
		modify(world, call, image => ({ ...image, deprecated: value(call.parameters, 'DeprecateAt') })),

	EnableImageDeregistrationProtection: (world, call) => modify(world, call, image => image),
	DisableImageDeregistrationProtection: (world, call) => modify(world, call, image => image),

	DeregisterImage: (world, call) => {
		const { images } = here(world, call);
		const image = findOwnImage(images, value(call.parameters, 'ImageId'));
		return { world: withRegion(world, call.region, { images: without(images, image.id) }), body: done };
	},
};
