import type { Architecture } from './base-images.ts';
import snapshot from './data/instance-types.json' with { type: 'json' };

/** A kind of EC2 machine. */
export type InstanceType = {
	readonly id: string;
	readonly vcpu: number;
	readonly memoryMib: number;
	readonly architectures: readonly string[];
	/** Whether AWS counts it to the current generation. */
	readonly current: boolean;
	readonly freeTier: boolean;
	readonly nitro: boolean;
	/** Recorded regions that do not offer it. */
	readonly notOfferedIn: readonly string[];
};

/** The day of the snapshot, `2026-11-22`. */
export const instanceTypesDate: string = snapshot.date;

export const instanceTypes: readonly InstanceType[] = snapshot.instanceTypes;

const byId = new Map(instanceTypes.map(type => [type.id, type]));
const recorded = new Set<string>(snapshot.regionsRecorded);

export const findInstanceType = (id: string): InstanceType | undefined => byId.get(id);

/** Whether the snapshot knows what a region offers; for the others nothing is ruled out. */
export const isRegionRecorded = (region: string): boolean => recorded.has(region);

export const isOffered = (type: InstanceType, region: string): boolean => !type.notOfferedIn.includes(region);

export const fitsArchitecture = (type: InstanceType, architecture: Architecture): boolean =>
	type.architectures.includes(architecture);

/** The small machine that a build starts on unless the person chooses: `t3.micro`, `t4g.micro`. */
export const defaultInstanceType = (architecture: Architecture): string =>
	architecture === 'arm64' ? 't4g.micro' : 't3.micro';
