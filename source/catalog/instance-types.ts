import type { Architecture } from './base-images.ts';
import snapshot from './data/instance-types.json' with { type: 'json' };

/** The instance types as they are kept, made by `npm run catalog`: small, a family a row. */
export type InstanceTypeData = {
	/** The day of the data, not of the file: `2026-09-30`. */
	readonly date: string;
	readonly source: string;
	readonly regionsRecorded: readonly string[];
	readonly families: readonly {
		readonly name: string;
		readonly architecture: string;
		readonly previous?: boolean;
		/** Whether it runs on Xen; on Nitro if missing. */
		readonly xen?: boolean;
		/** Kind and name. */
		readonly accelerator?: readonly string[];
		/** Sizes. */
		readonly freeTier?: readonly string[];
		/** A `1` for each recorded region that offers it, a `0` for the others. */
		readonly offered: string;
		/** Size, processors, memory in MiB, and where it is offered if that is not as for the family. */
		readonly sizes: readonly (readonly (string | number)[])[];
	}[];
};

/** A kind of EC2 machine. */
export type InstanceType = {
	readonly id: string;
	readonly vcpu: number;
	readonly memoryMib: number;
	/** As EC2 calls it: `x86_64`, `arm64`, and `arm64_mac`, which no system of ours runs on. */
	readonly architecture: string;
	/** Whether AWS calls it a previous generation. It is still offered. */
	readonly isPrevious: boolean;
	readonly freeTier: boolean;
	readonly isMetal: boolean;
	/** What virtualizes it; nothing virtualizes bare metal. */
	readonly hypervisor: 'nitro' | 'xen' | undefined;
	/** What it has besides processors. */
	readonly accelerator:
		| {
				/** `GPU`, `FPGA`, `AI chip`, `video`. */
				readonly kind: string;
				/** `NVIDIA T4`. */
				readonly name: string;
		  }
		| undefined;
	/** A `1` for each recorded region that offers it. */
	readonly offered: string;
};

const data: InstanceTypeData = snapshot;

/** The day of the data, `2026-09-30`: what AWS has offered since is not in it. */
export const instanceTypesDate: string = data.date;

export const instanceTypes: readonly InstanceType[] = data.families.flatMap(family => {
	const { name, architecture, previous = false, xen = false, accelerator: found, freeTier = [] } = family;
	const [kind, device] = found ?? [];
	const accelerator = kind === undefined || device === undefined ? undefined : { kind, name: device };
	return family.sizes.map(([size, vcpu, memoryMib, offered = family.offered]): InstanceType => {
		const isMetal = String(size).startsWith('metal');
		return {
			id: `${name}.${size}`,
			vcpu: Number(vcpu),
			memoryMib: Number(memoryMib),
			architecture,
			isPrevious: previous,
			freeTier: freeTier.includes(String(size)),
			isMetal,
			hypervisor: isMetal ? undefined : xen ? 'xen' : 'nitro',
			accelerator,
			offered: String(offered),
		};
	});
});

const byId = new Map(instanceTypes.map(type => [type.id, type]));
const recorded = new Map(data.regionsRecorded.map((region, index) => [region, index]));

export const findInstanceType = (id: string): InstanceType | undefined => byId.get(id);

export const fitsArchitecture = (type: InstanceType, architecture: Architecture): boolean =>
	type.architecture === architecture;

/** Whether a region offers a type, as far as the data tells; of a region that was not recorded nothing is ruled out. */
export const isOffered = (type: InstanceType, region: string): boolean => {
	const index = recorded.get(region);
	return index === undefined || type.offered[index] === '1';
};

/**
 * What the name of a type tells of its architecture. Behind the generation stands `g` for a processor of Graviton, `a`
 * for AMD, `i` for Intel ("Amazon EC2 instance type naming conventions"); where nothing stands there, nothing is known.
 */
export const architectureByName = (id: string): Architecture | undefined => {
	const processor = /^[a-z]+\d+([agi])[a-z]*(?:-[a-z0-9-]+)?\./.exec(id)?.[1];
	return processor === undefined ? undefined : processor === 'g' ? 'arm64' : 'x86_64';
};

/** The architecture of a type, as far as it is known: from the data, else from its name. */
export const architectureOf = (id: string): string | undefined =>
	findInstanceType(id)?.architecture ?? architectureByName(id);

/** The small machine that a build starts on unless the person chooses: `t3.micro`, `t4g.micro`. */
export const defaultInstanceType = (architecture: Architecture): string =>
	architecture === 'arm64' ? 't4g.micro' : 't3.micro';
