import * as z from 'zod';
import type { InstanceTypeData } from '../source/catalog/instance-types.ts';

const devices = z.array(z.object({ Name: z.string(), Manufacturer: z.string().optional() })).min(1);

const recordedType = z.object({
	InstanceType: z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/),
	CurrentGeneration: z.boolean(),
	FreeTierEligible: z.boolean(),
	BareMetal: z.boolean(),
	Hypervisor: z.enum(['nitro', 'xen']).optional(),
	VCpuInfo: z.object({ DefaultVCpus: z.int().positive() }),
	MemoryInfo: z.object({ SizeInMiB: z.int().positive() }),
	ProcessorInfo: z.object({
		SupportedArchitectures: z.array(z.enum(['i386', 'x86_64', 'arm64', 'x86_64_mac', 'arm64_mac'])),
	}),
	GpuInfo: z.object({ Gpus: devices }).optional(),
	FpgaInfo: z.object({ Fpgas: devices }).optional(),
	NeuronInfo: z.object({ NeuronDevices: devices }).optional(),
	InferenceAcceleratorInfo: z.object({ Accelerators: devices }).optional(),
	MediaAcceleratorInfo: z.object({ Accelerators: devices }).optional(),
});
type RecordedType = z.infer<typeof recordedType>;

/** What moto records of EC2: answers to DescribeInstanceTypes and DescribeInstanceTypeOfferings. */
export const recordedTypes = z.object({
	version: z.string(),
	/** Days in the names of images that were recorded in the same run, `20260930`. */
	imageDays: z.array(z.string().regex(/^20\d{6}$/)).min(1),
	instanceTypes: z.array(recordedType).min(1),
	/** Types by region. */
	offerings: z.record(z.string(), z.array(z.string()).min(1)),
});
export type RecordedTypes = z.infer<typeof recordedTypes>;

/** The one value that all have. @throws Error if they differ. */
const shared = <Value>(values: readonly Value[], what: string): Value => {
	const [first, ...others] = [...new Map(values.map(value => [JSON.stringify(value), value])).values()];
	if (first === undefined || others.length > 0) {
		throw new Error(`${what} differs: ${JSON.stringify([first, ...others])}`);
	}

	return first;
};

const architectureOf = ({ InstanceType, ProcessorInfo }: RecordedType): string =>
	// The few that run 32-bit images as well are for us what the others are.
	shared(
		ProcessorInfo.SupportedArchitectures.filter(architecture => architecture !== 'i386'),
		`${InstanceType}: the architecture`,
	);

const acceleratorOf = (type: RecordedType): readonly [kind: string, name: string] | null => {
	const found = [
		['GPU', type.GpuInfo?.Gpus],
		['FPGA', type.FpgaInfo?.Fpgas],
		['AI chip', type.NeuronInfo?.NeuronDevices ?? type.InferenceAcceleratorInfo?.Accelerators],
		['video', type.MediaAcceleratorInfo?.Accelerators],
	] as const;
	for (const [kind, [device] = []] of found) {
		if (device !== undefined) {
			const { Manufacturer: maker, Name: name } = device;
			return [kind, maker === undefined || name.startsWith(maker) ? name : `${maker} ${name}`];
		}
	}

	return null;
};

const nameOf = ({ InstanceType }: RecordedType): readonly [family: string, size: string] => {
	const at = InstanceType.indexOf('.');
	return [InstanceType.slice(0, at), InstanceType.slice(at + 1)];
};

const bySize = (a: RecordedType, b: RecordedType): number =>
	a.VCpuInfo.DefaultVCpus - b.VCpuInfo.DefaultVCpus ||
	a.MemoryInfo.SizeInMiB - b.MemoryInfo.SizeInMiB ||
	(a.InstanceType < b.InstanceType ? -1 : 1);

/** The value that most have. */
const usual = (values: readonly string[]): string => {
	const counts = Map.groupBy(values, value => value);
	return [...counts].reduce((best, each) => (each[1].length > best[1].length ? each : best))[0];
};

const familyOf = (
	name: string,
	types: readonly RecordedType[],
	offered: (id: string) => string,
): InstanceTypeData['families'][number] => {
	const most = usual(types.map(type => offered(type.InstanceType)));
	const sharedBy = <Value>(value: (type: RecordedType) => Value, what: string): Value =>
		shared(types.map(value), `${name}: ${what}`);
	const isCurrent = sharedBy(type => type.CurrentGeneration, 'the generation');
	const accelerator = sharedBy(acceleratorOf, 'the accelerator');
	const freeTier = types.filter(type => type.FreeTierEligible).map(type => nameOf(type)[1]);
	const sizes = types.toSorted(bySize).map(type => {
		const where = offered(type.InstanceType);
		const measures = [type.VCpuInfo.DefaultVCpus, type.MemoryInfo.SizeInMiB];
		return [nameOf(type)[1], ...measures, ...(where === most ? [] : [where])];
	});
	for (const type of types) {
		if (type.BareMetal !== nameOf(type)[1].startsWith('metal')) {
			throw new Error(`${type.InstanceType}: only bare metal is called so.`);
		}
	}

	return {
		name,
		architecture: sharedBy(architectureOf, 'the architecture'),
		...(!isCurrent && { previous: true }),
		...(types.some(type => type.Hypervisor === 'xen') && { xen: true }),
		...(accelerator !== null && { accelerator }),
		...(freeTier.length > 0 && { freeTier }),
		offered: most,
		sizes,
	};
};

/**
 * The catalogue's instance types from what moto recorded, a family a row.
 * @throws Error if the recording contradicts itself, or what the catalogue takes for granted.
 */
export const makeInstanceTypes = ({
	version,
	imageDays,
	instanceTypes,
	offerings,
}: RecordedTypes): InstanceTypeData => {
	const regions = Object.keys(offerings).toSorted();
	const known = new Set(instanceTypes.map(type => type.InstanceType));
	const where = new Map<string, Set<string>>([...known].map(id => [id, new Set<string>()]));
	for (const [region, ids] of Object.entries(offerings)) {
		for (const id of ids) {
			const found = where.get(id);
			if (!found) {
				throw new Error(`${region} offers ${id}, which is not described.`);
			}

			found.add(region);
		}
	}

	const nowhere = [...where].find(([, found]) => found.size === 0);
	if (nowhere || known.size < instanceTypes.length) {
		throw new Error(nowhere ? `No region offers ${nowhere[0]}.` : 'A type is there twice.');
	}

	const offered = (id: string): string =>
		regions.map(region => (where.get(id)?.has(region) ? '1' : '0')).join('');
	const families = Map.groupBy(instanceTypes, type => nameOf(type)[0]);
	return {
		// moto records images, types and offerings in one run, on the first of a month: it was not before this day.
		date:
			imageDays
				.toSorted()
				.at(-1)
				?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') ?? '',
		source: `DescribeInstanceTypes and DescribeInstanceTypeOfferings, as recorded by moto ${version}`,
		regionsRecorded: regions,
		families: [...families.keys()].toSorted().map(name => familyOf(name, families.get(name) ?? [], offered)),
	};
};
