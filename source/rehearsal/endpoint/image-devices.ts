import { type Call, here } from './call.ts';
import { readDisk } from './disks.ts';
import { checkGrowth, originOf } from './launch-disks.ts';
import { type Parameters, structure, structures, tagsFor, value } from './parameters.ts';
import type { ImageDevice, Instance, Snapshot, Volume, World } from './state.ts';

/** A snapshot that is complete after some milliseconds. */
export const snapshotOf = (
	call: Call,
	size: number,
	took: number,
	details: Pick<Snapshot, 'encrypted' | 'key' | 'volume' | 'description' | 'tags'>,
): Snapshot => ({
	id: call.tools.newId('snap'),
	size,
	shared: [],
	started: call.now,
	completed: call.now + took,
	...details,
});

/** In GiB. */
export const totalSize = (devices: readonly { readonly size: number }[]): number =>
	devices.reduce((sum, device) => sum + device.size, 0);

/** What a call says of the devices of an image: how each shall be, nothing for one that is left out. */
const namedDevices = (call: Call): ReadonlyMap<string, Parameters> =>
	new Map(
		structures(call.parameters, 'BlockDeviceMapping').map(mapping => [
			value(mapping, 'DeviceName') ?? '',
			structure(mapping, 'Ebs'),
		]),
	);

const goes = (ebs: Parameters | undefined, otherwise: boolean): boolean =>
	(ebs?.get('DeleteOnTermination') ?? String(otherwise)) === 'true';

/**
 * The devices of an image of a machine: those of the machine, as the call changes them, and those that it adds.
 * @throws Refusal for a disk that EBS does not have.
 */
export const imageDevices = (world: World, call: Call, instance: Instance, image: string) => {
	const named = namedDevices(call);
	const volumes: { readonly volume: Volume; readonly device: string; readonly goes: boolean }[] =
		instance.devices.flatMap(({ device, volume: id, deleteOnTermination }) => {
			const volume = here(world, call).volumes.get(id);
			const ebs = named.get(device);
			return volume && ebs?.size !== 0 ? [{ volume, device, goes: goes(ebs, deleteOnTermination) }] : [];
		});
	const took = call.tools.delays.image(totalSize(volumes.map(({ volume }) => volume)));
	const kept = volumes.map(({ volume, device, goes: deleteOnTermination }) => {
		const ebs = named.get(device) ?? new Map<string, string>();
		const disk = readDisk(ebs, volume, device === instance.rootDevice);
		const snapshot = snapshotOf(call, volume.size, took, {
			encrypted: volume.encrypted,
			key: volume.key,
			volume: volume.id,
			description: `Created by CreateImage(${instance.id}) for ${image}`,
			tags: tagsFor(call.parameters, 'snapshot'),
		});
		checkGrowth(disk.size, { size: volume.size, snapshot: snapshot.id });
		const { encrypted, key } = volume;
		const mapping: ImageDevice = {
			device,
			snapshot: snapshot.id,
			...disk,
			encrypted,
			key,
			deleteOnTermination,
		};
		return { snapshot, mapping };
	});
	const own = new Set(instance.devices.map(({ device }) => device));
	const added = [...named]
		.filter(([device, ebs]) => !own.has(device) && ebs.size > 0)
		.map(([device, ebs]): ImageDevice => {
			const origin = originOf(world, call, ebs, undefined);
			const disk = readDisk(ebs, origin, false);
			checkGrowth(disk.size, origin);
			return {
				device,
				snapshot: origin?.snapshot,
				...disk,
				encrypted: origin?.encrypted ?? false,
				key: origin?.key,
				deleteOnTermination: goes(ebs, false),
			};
		});
	return {
		devices: [...kept.map(({ mapping }) => mapping), ...added],
		snapshots: kept.map(({ snapshot }) => snapshot),
		took,
	};
};
