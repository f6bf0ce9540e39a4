import { askedAttribute } from './attributes.ts';
import { type Action, type ActionTable, type Call, done, here, timeText } from './call.ts';
import { withTakenName } from './call-faults.ts';
import { imageDescription } from './descriptions.ts';
import { filtered, ownersOf } from './filters.ts';
import { find, findAsked, kinds } from './ids.ts';
import { devicesXml, imageXml, isPublic } from './image-xml.ts';
import { isEbsKey } from './keys.ts';
import { copyImage, createImage } from './make-images.ts';
import { paged } from './paging.ts';
import { flag, structure, value, values } from './parameters.ts';
import { changePermissions, permissionsOf } from './permissions.ts';
import { imageState } from './progress.ts';
import { Refusal, type Xml } from './protocol.ts';
import { isOwner, ownerAlias } from './seed.ts';
import { accountId, type Collection, type Image, type World } from './state.ts';
import { put, without, withRegion } from './world.ts';

/** An image of one's own. @throws Refusal if there is none, or if it is another account's. */
const findOwnImage = (images: Collection<Image>, id: string | undefined): Image => {
	const image = find(kinds.image, images, id);
	if (image.owner !== accountId) {
		throw new Refusal('AuthFailure', `Not authorized for image:${image.id}`);
	}

	return image;
};

/** The words that stand for owners of images. */
const imageOwners = ['self', 'amazon', 'aws-marketplace', 'aws-backup-vault'];

/** Whether an image is shared with a user: `self`, `all`, or an account. */
const isExecutableBy = (image: Image, user: string): boolean =>
	user === 'all' ? isPublic(image) : image.shared.includes(user === 'self' ? accountId : user);

const describeImages: Action = (before, call) => {
	const world = withTakenName(before, call);
	const { images } = here(world, call);
	const ids = values(call.parameters, 'ImageId');
	const owners = ownersOf(call, imageOwners);
	const asked = findAsked(kinds.image, images, call);
	const users = values(call.parameters, 'ExecutableBy');
	// Others' images that are out of date are shown to those only who ask for them.
	const isShown = (image: Image): boolean =>
		ids.length > 0 ||
		image.owner === accountId ||
		image.deprecated === undefined ||
		Date.parse(image.deprecated) > call.now ||
		flag(call.parameters, 'IncludeDeprecated');
	const meant = asked
		.filter(isShown)
		.filter(image => owners.length === 0 || owners.some(owner => isOwner(image, owner)))
		.filter(image => users.length === 0 || users.some(user => isExecutableBy(image, user)));
	const found = filtered(meant, call.parameters, {
		name: image => image.name,
		'image-id': image => image.id,
		'owner-id': image => image.owner,
		'owner-alias': image => ownerAlias(image.owner),
		architecture: image => image.architecture,
		state: image => imageState(image, call.now),
		'image-type': () => 'machine',
		'is-public': image => String(isPublic(image)),
		'root-device-type': () => 'ebs',
		'root-device-name': image => image.rootDevice,
		'virtualization-type': () => 'hvm',
		hypervisor: () => 'xen',
		description: image => image.description,
		'ena-support': () => 'true',
		'creation-date': image => timeText(image.created),
		platform: () => undefined,
		'platform-details': () => 'Linux/UNIX',
		'usage-operation': () => 'RunInstances',
		'boot-mode': image => image.bootMode,
		'imds-support': image => image.imds,
		'source-instance-id': image =>
			image.source && 'instance' in image.source ? image.source.instance : undefined,
		'source-image-id': image => (image.source && 'image' in image.source ? image.source.image : undefined),
		'source-image-region': image =>
			image.source && 'image' in image.source ? image.source.region : undefined,
		'block-device-mapping.device-name': image => image.devices.map(device => device.device),
		'block-device-mapping.snapshot-id': image => image.devices.flatMap(device => device.snapshot ?? []),
		'block-device-mapping.volume-size': image => image.devices.map(device => String(device.size)),
		'block-device-mapping.volume-type': image => image.devices.map(device => device.type),
		'block-device-mapping.encrypted': image => image.devices.map(device => String(device.encrypted)),
	});
	const { shown, nextToken } = paged(call, found, { limits: { least: 1, most: 1000 } });
	const pending = asked.filter(image => image.available > call.now).map(image => image.available);
	return {
		world,
		due: ids.length > 0 && pending.length > 0 ? Math.max(...pending) : undefined,
		body: { nextToken, imagesSet: shown.map(image => imageXml(image, call.now)) },
	};
};

const modify = (world: World, call: Call, change: (image: Image) => Image) => {
	const { images } = here(world, call);
	const image = findOwnImage(images, value(call.parameters, 'ImageId'));
	return { world: withRegion(world, call.region, { images: put(images, change(image)) }), body: done };
};

/** @throws Refusal if what an image holds is encrypted with the key of EBS, which no other account can use. */
const checkSharing = (call: Call, image: Image, shared: readonly string[]): void => {
	if (shared.length > 0 && image.devices.some(device => isEbsKey(call.region, device.key))) {
		throw new Refusal(
			'InvalidParameter',
			"Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot.",
		);
	}
};

/** When an image is out of date, as a call says. @throws Refusal for a time that is none, or past. */
const deprecationOf = (call: Call): string => {
	const given = value(call.parameters, 'DeprecateAt') ?? '';
	const time = Date.parse(given);
	if (!(time > call.now)) {
		throw new Refusal('InvalidParameterValue', `Value (${given}) for parameter DeprecateAt is invalid.`);
	}

	// EC2 rounds to the minute.
	return timeText(Math.round(time / 60_000) * 60_000);
};

/** What an image answers for each attribute that one can ask for. */
const attributes: ReadonlyMap<string, (image: Image) => Xml> = new Map<string, (image: Image) => Xml>([
	['description', image => ({ value: image.description })],
	['launchPermission', image => permissionsOf(image.shared)],
	['blockDeviceMapping', devicesXml],
	['bootMode', image => ({ value: image.bootMode })],
	['imdsSupport', image => ({ value: image.imds })],
	['deregistrationProtection', image => ({ value: image.protection ?? 'disabled' })],
	['sriovNetSupport', () => ({ value: 'simple' })],
	['productCodes', () => []],
]);

const describeAttribute: Action = (world, call) => {
	const image = findOwnImage(here(world, call).images, value(call.parameters, 'ImageId'));
	const { name, attribute: read } = askedAttribute(call, attributes);
	return { body: { imageId: image.id, [name]: read(image) } };
};

export const imageActions: ActionTable = {
	CreateImage: createImage,
	CopyImage: copyImage,
	DescribeImages: describeImages,

	ModifyImageAttribute: (world, call) =>
		modify(world, call, image => {
			const { parameters } = call;
			const description =
				value(structure(parameters, 'Description'), 'Value') ??
				(value(parameters, 'Attribute') === 'description' ? value(parameters, 'Value') : undefined);
			const shared = changePermissions(image.shared, parameters, 'LaunchPermission');
			checkSharing(call, image, shared);
			return {
				...image,
				description: imageDescription(description ?? image.description),
				imds: value(structure(parameters, 'ImdsSupport'), 'Value') ?? image.imds,
				shared,
			};
		}),

	DescribeImageAttribute: describeAttribute,

	EnableImageDeprecation: (world, call) =>
		modify(world, call, image => ({ ...image, deprecated: deprecationOf(call) })),

	DisableImageDeprecation: (world, call) =>
		modify(world, call, image => ({ ...image, deprecated: undefined })),

	EnableImageDeregistrationProtection: (world, call) => {
		const protection = flag(call.parameters, 'WithCooldown') ? 'enabled-with-cooldown' : 'enabled';
		return modify(world, call, image => ({ ...image, protection }));
	},

	// The day's respite begins when the protection ends: in a rehearsal it never does.
	DisableImageDeregistrationProtection: (world, call) =>
		modify(world, call, image => ({
			...image,
			protection: image.protection === 'enabled-with-cooldown' ? image.protection : 'disabled',
		})),

	DeregisterImage: (world, call) => {
		const { images } = here(world, call);
		const image = findOwnImage(images, value(call.parameters, 'ImageId'));
		if (image.protection !== undefined && image.protection !== 'disabled') {
			throw new Refusal(
				'OperationNotPermitted',
				`The image ${image.id} cannot be deregistered because deregistration protection is enabled.`,
			);
		}

		return { world: withRegion(world, call.region, { images: without(images, image.id) }), body: done };
	},
};
