import { regions } from '../../catalog/regions.ts';
import { type Action, type Call, here } from './call.ts';
import { imageDescription } from './descriptions.ts';
import { find, kinds } from './ids.ts';
import { imageDevices, snapshotOf, totalSize } from './image-devices.ts';
import { encryptionWith, namedKey } from './keys.ts';
import { flag, tagsFor, value } from './parameters.ts';
import { imageState, instanceState } from './progress.ts';
import { Refusal } from './protocol.ts';
import {
	accountId,
	type Failure,
	type Image,
	type ImageDevice,
	type RegionState,
	type Snapshot,
	type World,
} from './state.ts';
import { put, withRegion } from './world.ts';

const checkName = (region: RegionState, name: string): void => {
	if (!/^[\w()[\] ./\-'@]{3,128}$/.test(name)) {
		throw new Refusal(
			'InvalidAMIName.Malformed',
			"AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', " +
				"'-', '/', '_', '@', '[', ']' and spaces",
		);
	}

	const taken = [...region.images.values()].find(image => image.owner === accountId && image.name === name);
	if (taken) {
		throw new Refusal('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${taken.id}`);
	}
};

const added = (world: World, call: Call, image: Image, snapshots: readonly Snapshot[]) => {
	const region = here(world, call);
	return {
		world: withRegion(world, call.region, {
			images: put(region.images, image),
			snapshots: put(region.snapshots, ...snapshots),
		}),
		body: { imageId: image.id },
	};
};

/** How an image comes to nothing that was asked to. */
const askedFailure: Failure = {
	code: 'Server.InternalError',
	message: 'Server.InternalError: Internal error',
};

/** `CreateImage`: an image of an instance, ready after the delay of its size. */
export const createImage: Action = (world, call) => {
	const region = here(world, call);
	const name = value(call.parameters, 'Name') ?? '';
	const instance = find(kinds.instance, region.instances, value(call.parameters, 'InstanceId'));
	checkName(region, name);
	const state = instanceState(instance, call.now);
	if (state !== 'running' && state !== 'stopped') {
		throw new Refusal('IncorrectState', `Instance is not in state 'running' or 'stopped': ${instance.id}`);
	}

	const id = call.tools.newId('ami');
	const { devices, snapshots, took } = imageDevices(world, call, instance, id);
	const image: Image = {
		id,
		name,
		description: imageDescription(value(call.parameters, 'Description') ?? ''),
		owner: accountId,
		architecture: instance.architecture,
		rootDevice: instance.rootDevice,
		username: instance.username,
		devices,
		created: call.now,
		available: call.now + took,
		failed: call.tools.faults.has('ami-fails') ? askedFailure : undefined,
		shared: [],
		bootMode: instance.bootMode,
		source: { instance: instance.id },
		imds: undefined,
		deprecated: undefined,
		tags: tagsFor(call.parameters, 'image'),
	};
	return added(world, call, image, snapshots);
};

/** `CopyImage`: an image in this region of one in another. */
export const copyImage: Action = (world, call) => {
	const region = here(world, call);
	const sourceRegion = value(call.parameters, 'SourceRegion') ?? call.region;
	if (!regions.some(({ id }) => id === sourceRegion)) {
		throw new Refusal('InvalidRegion', `The source region '${sourceRegion}' is not valid.`);
	}

	const source = find(
		kinds.image,
		world.regions.get(sourceRegion)?.images ?? new Map<string, Image>(),
		value(call.parameters, 'SourceImageId'),
		'SourceImageId',
	);
	if (imageState(source, call.now) !== 'available') {
		throw new Refusal('InvalidAMIID.Unavailable', `The image ID '${source.id}' is not available`);
	}

	const name = value(call.parameters, 'Name') ?? '';
	checkName(region, name);
	const took = call.tools.delays.copy(totalSize(source.devices));
	const copiesTags = flag(call.parameters, 'CopyImageTags');
	const id = call.tools.newId('ami');
	const key = namedKey(call.parameters);
	// In another region another key is needed; in this one a copy keeps its own.
	const encryptionOf = (device: ImageDevice) =>
		encryptionWith(world, call, key ?? (sourceRegion === call.region ? device.key : undefined));
	const parts = source.devices.map(device => {
		if (device.snapshot === undefined) {
			return { snapshot: undefined, mapping: device, failure: undefined };
		}

		const encrypted = device.encrypted || flag(call.parameters, 'Encrypted');
		const encryption = encrypted ? encryptionOf(device) : undefined;
		const snapshot = snapshotOf(call, device.size, took, {
			encrypted,
			key: encryption?.key,
			volume: undefined,
			description: `Copied for DestinationAmi ${id} from SourceAmi ${source.id} for SourceSnapshot ${device.snapshot}.`,
			tags: tagsFor(call.parameters, 'snapshot'),
		});
		const mapping = { ...device, snapshot: snapshot.id, encrypted, key: encryption?.key };
		return { snapshot, mapping, failure: encryption?.failure };
	});
	const image: Image = {
		...source,
		id,
		name,
		description: imageDescription(value(call.parameters, 'Description') ?? source.description),
		owner: accountId,
		devices: parts.map(part => part.mapping),
		created: call.now,
		available: call.now + took,
		failed: call.tools.faults.hits('copy-fails', call.region)
			? askedFailure
			: parts.find(part => part.failure)?.failure,
		shared: [],
		protection: 'disabled',
		source: { image: source.id, region: sourceRegion },
		tags: new Map([...(copiesTags ? source.tags : []), ...tagsFor(call.parameters, 'image')]),
	};
	return added(
		world,
		call,
		image,
		parts.flatMap(part => part.snapshot ?? []),
	);
};
