import { type Call, here } from './call.ts';
import { readDisk } from './disks.ts';
import { find, kinds } from './ids.ts';
import { encryptionWith, namedKey } from './keys.ts';
import { flag, type Parameters, structure, structures, tagsFor, value } from './parameters.ts';
import { Refusal } from './protocol.ts';
import type { Failure, Image, ImageDevice, Volume, World } from './state.ts';

const nothing: Parameters = new Map();

/** The devices that a launch names, by their names: how each shall be, undefined for one that is left out. */
const namedDevices = (launch: Parameters): ReadonlyMap<string, Parameters | undefined> => {
	const mappings = structures(launch, 'BlockDeviceMapping');
	const named = new Map(
		mappings.map(mapping => {
			const ebs = structure(mapping, 'Ebs');
			return [value(mapping, 'DeviceName') ?? '', ebs.size > 0 ? ebs : undefined] as const;
		}),
	);
	if (named.size < mappings.length) {
		throw new Refusal(
			'InvalidBlockDeviceMapping',
			'The device is used in more than one block-device mapping',
		);
	}

	return named;
};

/** What a disk is made of: a device of the image, another snapshot, or nothing. @throws Refusal if that is none. */
export const originOf = (
	world: World,
	call: Call,
	ebs: Parameters,
	device: ImageDevice | undefined,
): Partial<ImageDevice> | undefined => {
	const id = value(ebs, 'SnapshotId');
	if (id === undefined || id === device?.snapshot) {
		return device;
	}

	const { size, encrypted, key } = find(kinds.snapshot, here(world, call).snapshots, id);
	return { snapshot: id, size, encrypted, key };
};

/** @throws Refusal if a disk is smaller than what it is made of. */
export const checkGrowth = (size: number, origin: Partial<ImageDevice> | undefined): void => {
	if (origin?.size !== undefined && size < origin.size) {
		throw new Refusal(
			'InvalidBlockDeviceMapping',
			`Volume of size ${size}GB is smaller than snapshot '${origin.snapshot ?? ''}', ` +
				`expect size >= ${origin.size}GB`,
		);
	}
};

/** A disk of a machine, and whether it goes with it. */
type LaunchedDisk = {
	readonly volume: Volume;
	readonly deleteOnTermination: boolean;
	/** Why it cannot be made, as it turns out after the call. */
	readonly failure: Failure | undefined;
};

/**
 * The disks of a machine: those of its image, and those that the launch names.
 * @throws Refusal for a disk that EBS does not have.
 */
export const disksFor = (
	world: World,
	call: Call,
	image: Image,
	launch: Parameters,
	{ zone, instance }: { readonly zone: string; readonly instance: string },
): readonly LaunchedDisk[] => {
	const named = namedDevices(launch);
	const fromImage = new Map(image.devices.map(device => [device.device, device]));
	const names = [...new Set([...fromImage.keys(), ...named.keys()])];
	return names
		.filter(device => !named.has(device) || named.get(device) !== undefined)
		.map(device => {
			const ebs = named.get(device) ?? nothing;
			const origin = originOf(world, call, ebs, fromImage.get(device));
			const disk = readDisk(ebs, origin, device === image.rootDevice);
			checkGrowth(disk.size, origin);

			const key = namedKey(ebs);
			const encrypted = flag(ebs, 'Encrypted') || (origin?.encrypted ?? false);
			const encryption = encrypted ? encryptionWith(world, call, key ?? origin?.key) : undefined;
			const volume: Volume = {
				id: call.tools.newId('vol'),
				...disk,
				encrypted,
				key: encryption?.key,
				zone,
				snapshot: origin?.snapshot,
				created: call.now,
				attachment: { instance, device },
				tags: tagsFor(launch, 'volume'),
			};
			const goes = ebs.get('DeleteOnTermination') ?? String(origin?.deleteOnTermination ?? false);
			return { volume, deleteOnTermination: goes === 'true', failure: encryption?.failure };
		});
};
