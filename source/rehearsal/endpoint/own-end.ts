import type { Delays } from '../delays.ts';
import { instanceState } from './progress.ts';
import type { Instance, RegionState, World } from './state.ts';
import { collect, put } from './world.ts';

/** A script in user data that waits so many seconds, the first that it names, and then shuts its machine down. */
const waiting = /^#(?:cloud-boothook|!).*?\bleft=(\d+)\b.*\bshutdown -P now\b/s;

/**
 * When a machine shuts itself down; never if undefined. A rehearsal runs no user data; of it counts this alone, since it
 * changes what EC2 tells of the machine.
 * @param booted when it has started, milliseconds since 1970.
 * @param userData base64.
 */
export const shutsDownAt = (
	booted: number,
	userData: string | undefined,
	delays: Delays,
): number | undefined => {
	const [, seconds] = waiting.exec(Buffer.from(userData ?? '', 'base64').toString('utf8')) ?? [];
	return seconds === undefined ? undefined : booted + delays.own(Number(seconds));
};

/** The volumes when machines are gone: each goes with its machine or stays behind, as that was launched. */
export const withoutVolumesOf = (
	volumes: RegionState['volumes'],
	ended: readonly Instance[],
): RegionState['volumes'] => {
	const devices = ended.flatMap(instance => instance.devices);
	const gone = new Set(devices.filter(device => device.deleteOnTermination).map(device => device.volume));
	const freed = new Set(devices.filter(device => !device.deleteOnTermination).map(device => device.volume));
	return collect(
		[...volumes.values()]
			.filter(volume => !gone.has(volume.id))
			.map(volume => (freed.has(volume.id) ? { ...volume, attachment: undefined } : volume)),
	);
};

const shutDown = ({ ownEnd = 0, ...instance }: Instance, { stop, terminate }: Delays): Instance =>
	// A spot instance that was asked for once cannot be stopped.
	instance.shutdownBehavior === 'terminate' || instance.spotRequest !== undefined
		? { ...instance, terminated: ownEnd + terminate }
		: { ...instance, stopped: ownEnd + stop };

const settledRegion = (region: RegionState, delays: Delays, now: number): RegionState => {
	const due = [...region.instances.values()]
		.filter(({ ownEnd }) => ownEnd !== undefined && ownEnd <= now)
		.filter(instance => instanceState(instance, now) === 'running')
		.map(instance => shutDown(instance, delays));
	return due.length === 0
		? region
		: {
				...region,
				instances: put(region.instances, ...due),
				volumes: withoutVolumesOf(
					region.volumes,
					due.filter(({ terminated }) => terminated !== undefined),
				),
			};
};

/** The world after all machines have shut down that did so by themselves until now; the same one if none did. */
export const settled = (world: World, delays: Delays, now: number): World => {
	const regions = [...world.regions].map(
		([name, region]) => [name, settledRegion(region, delays, now)] as const,
	);
	return regions.every(([name, region]) => world.regions.get(name) === region)
		? world
		: { ...world, regions: new Map(regions) };
};
