import { number, type Parameters, value } from './parameters.ts';
import { Refusal } from './protocol.ts';

type Range = readonly [least: number, most: number];

/** What a kind of volume may be, as EBS's user guide has it (October 2026). */
type Kind = {
	/** In GiB. */
	readonly size: Range;
	readonly iops?: Range;
	/** The most I/O operations a second for each GiB. */
	readonly iopsPerGib?: number;
	/** In MiB a second. */
	readonly throughput?: Range;
	readonly boots?: boolean;
};

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
	['gp3', { size: [1, 65_536], iops: [3000, 80_000], iopsPerGib: 500, throughput: [125, 2000], boots: true }],
	['gp2', { size: [1, 16_384], boots: true }],
	['io1', { size: [4, 16_384], iops: [100, 64_000], iopsPerGib: 50, boots: true }],
	['io2', { size: [4, 65_536], iops: [100, 256_000], iopsPerGib: 1000, boots: true }],
	['st1', { size: [125, 16_384] }],
	['sc1', { size: [125, 16_384] }],
	['standard', { size: [1, 1024], boots: true }],
]);

/** The most MiB a second for each I/O operation of a gp3 volume. */
const throughputPerIops = 0.25;

const invalid = (message: string): Refusal => new Refusal('InvalidParameterValue', message);
const conflict = (message: string): Refusal => new Refusal('InvalidParameterCombination', message);

const checkSize = (type: string, size: number, [least, most]: Range): void => {
	if (size < least) {
		throw invalid(`Volume of ${size}GiB is too small for volume type ${type}; minimum is ${least}GiB.`);
	}

	if (size > most) {
		throw invalid(`Volume of ${size}GiB is too large for volume type ${type}; maximum is ${most}GiB.`);
	}
};

const checkRange = (what: string, wanted: number, [least, most]: Range): void => {
	if (wanted < least) {
		throw invalid(`Volume ${what} of ${wanted} is too low; minimum is ${least}.`);
	}

	if (wanted > most) {
		throw invalid(`Volume ${what} of ${wanted} is too high; maximum is ${most}.`);
	}
};

const readIops = (type: string, kind: Kind, size: number, wanted: number | undefined): number | undefined => {
	if (!kind.iops || !kind.iopsPerGib) {
		if (wanted !== undefined) {
			throw conflict(`The parameter iops is not supported for ${type} volumes.`);
		}

		return type === 'gp2' ? Math.min(16_000, Math.max(100, 3 * size)) : undefined;
	}

	if (wanted === undefined) {
		if (type === 'gp3') {
			return kind.iops[0];
		}

		throw conflict(`The parameter iops must be specified for ${type} volumes.`);
	}

	checkRange('iops', wanted, kind.iops);
	// What every gp3 volume has by itself, a small one has, too.
	if (wanted > size * kind.iopsPerGib && !(type === 'gp3' && wanted === kind.iops[0])) {
		const ratio = (wanted / size).toFixed(6);
		throw invalid(`Iops to volume size ratio of ${ratio} is too high; maximum is ${kind.iopsPerGib}.`);
	}

	return wanted;
};

const readThroughput = (kind: Kind, iops: number | undefined, wanted: number | undefined) => {
	if (!kind.throughput) {
		if (wanted !== undefined) {
			throw conflict('throughput can only be specified for volumeType gp3.');
		}

		return undefined;
	}

	if (wanted === undefined) {
		return kind.throughput[0];
	}

	checkRange('throughput', wanted, kind.throughput);
	if (iops !== undefined && wanted / iops > throughputPerIops) {
		const ratio = (wanted / iops).toFixed(6);
		throw invalid(
			`Throughput (MiBps) to iops ratio of ${ratio} is too high; maximum is ${throughputPerIops.toFixed(6)} MiBps per iops.`,
		);
	}

	return wanted;
};

/** What a volume is: size in GiB, I/O operations a second, MiB a second. */
export type Disk = {
	readonly type: string;
	readonly size: number;
	readonly iops: number | undefined;
	readonly throughput: number | undefined;
};

/**
 * The disk that the `Ebs` part of a call asks for.
 * @param base what it is made of, whose type and size count where the call names none.
 * @throws Refusal for a disk that EBS does not have.
 */
export const readDisk = (ebs: Parameters, base: Partial<Disk> | undefined, isRoot: boolean): Disk => {
	const type = value(ebs, 'VolumeType') ?? base?.type ?? 'gp2';
	const kind = kinds.get(type);
	if (!kind) {
		throw new Refusal('UnknownVolumeType', `Unsupported volume type '${type}' for volume creation.`);
	}

	if (isRoot && !kind.boots) {
		throw invalid(`Volume type ${type} cannot be used as a boot volume.`);
	}

	const size = number(ebs, 'VolumeSize') ?? base?.size;
	if (size === undefined) {
		throw new Refusal('MissingParameter', 'The request must contain the parameter size or snapshotId');
	}

	checkSize(type, size, kind.size);
	const inherited = type === base?.type ? base : undefined;
	const iops = readIops(type, kind, size, number(ebs, 'Iops') ?? (kind.iops ? inherited?.iops : undefined));
	const throughput = readThroughput(
		kind,
		iops,
		number(ebs, 'Throughput') ?? (kind.throughput ? inherited?.throughput : undefined),
	);
	return { type, size, iops, throughput };
};
