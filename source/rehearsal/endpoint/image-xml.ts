import { tagSet, timeText } from './call.ts';
import { imageState } from './progress.ts';
import type { Xml } from './protocol.ts';
import { ownerAlias } from './seed.ts';
import { accountId, type Image } from './state.ts';

/** Whether everybody may launch an image: those of others that one sees here, and one's own that are shared with all. */
export const isPublic = (image: Image): boolean => image.owner !== accountId || image.shared.includes('all');

const sourceXml = ({ source }: Image): { readonly [name: string]: Xml } => {
	if (source === undefined) {
		return {};
	}

	return 'instance' in source
		? { sourceInstanceId: source.instance }
		: { sourceImageId: source.image, sourceImageRegion: source.region };
};

/** An image's disks, as EC2 maps them. */
export const devicesXml = (image: Image): Xml =>
	image.devices.map(device => ({
		deviceName: device.device,
		ebs: {
			snapshotId: device.snapshot,
			volumeSize: device.size,
			volumeType: device.type,
			iops: device.iops,
			throughput: device.throughput,
			encrypted: device.encrypted,
			deleteOnTermination: device.deleteOnTermination,
		},
	}));

export const imageXml = (image: Image, now: number): Xml => ({
	imageId: image.id,
	imageLocation: `${image.owner}/${image.name}`,
	imageState: imageState(image, now),
	imageOwnerId: image.owner,
	imageOwnerAlias: ownerAlias(image.owner),
	isPublic: isPublic(image),
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
	bootMode: image.bootMode,
	...sourceXml(image),
	blockDeviceMapping: devicesXml(image),
	productCodes: [],
	creationDate: timeText(image.created),
	imdsSupport: image.imds,
	deprecationTime: image.deprecated,
	deregistrationProtection: image.owner === accountId ? (image.protection ?? 'disabled') : undefined,
	stateReason: image.failed !== undefined && imageState(image, now) === 'failed' ? image.failed : undefined,
	tagSet: tagSet(image.tags),
});
