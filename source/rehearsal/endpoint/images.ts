import { type Action, type Actions, type Call, done, here, tagSet, timeText } from './call.ts';
import { filtered } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { copyImage, createImage } from './make-images.ts';
import { structure, structures, value, values } from './parameters.ts';
import { Refusal, type Xml } from './protocol.ts';
import { isOwner, ownerAlias } from './seed.ts';
import {
	accountId,
	type Collection,
	type Image,
	imageState,
	put,
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
const findOwnImage = (images: Collection<Image>, id: string | undefined): Image => {
	const image = find(kinds.image, images, id);
	if (image.owner !== accountId) {
		throw new Refusal('AuthFailure', `Not authorized for image:${image.id}`);
	}

	return image;
};

const describeImages: Action = (world, call) => {
	const { images } = here(world, call);
	const ids = values(call.parameters, 'ImageId');
	const owners = values(call.parameters, 'Owner');
	const asked = findAsked(kinds.image, images, call);
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
		const image = find(kinds.image, here(world, call).images, value(call.parameters, 'ImageId'));
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
