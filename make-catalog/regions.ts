import * as z from 'zod';
import { partitionNames, partitionOf, type RegionData } from '../source/catalog/regions.ts';

/** What botocore knows of regions. */
export const recordedRegions = z.object({
	version: z.string(),
	/** The day on which the package was made. */
	packed: z.string().regex(/^\d{4}-\d\d-\d\d$/),
	partitions: z.array(
		z.object({
			id: z.string(),
			regions: z.record(z.string(), z.object({ description: z.string() })),
		}),
	),
	/** Regions, and other names, for which there is an address of EC2. */
	ec2Endpoints: z.array(z.string()),
});
type RecordedRegions = z.infer<typeof recordedRegions>;

/**
 * Regions that every account has. The others of the partition `aws` must be enabled first. From "Enable or disable AWS
 * Regions" in the AWS Account Management Reference Guide: those that were opened before 20 March 2019. No package says it.
 */
const enabledByDefault: ReadonlySet<string> = new Set([
	...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
	...['ca-central-1', 'eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
	...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
]);

/**
 * The catalogue's regions from what botocore knows: those that have a name and an address of EC2. A region that has no
 * address yet is announced but not open.
 * @throws Error if a partition or a region is missing that must be there.
 */
export const makeRegions = ({ version, packed, partitions, ec2Endpoints }: RecordedRegions): RegionData => {
	const open = new Set(ec2Endpoints);
	const regions = Object.keys(partitionNames).flatMap(id => {
		const named = partitions.find(partition => partition.id === id)?.regions ?? {};
		const found = Object.entries(named)
			.filter(([region]) => open.has(region))
			.map(([region, { description: name }]) => ({
				id: region,
				name,
				optIn: id === 'aws' && !enabledByDefault.has(region),
			}))
			.toSorted((a, b) => (a.id < b.id ? -1 : 1));
		const stray = found.find(region => partitionOf(region.id) !== id);
		if (found.length === 0 || stray) {
			throw new Error(stray ? `${stray.id} is not named like a region of ${id}.` : `${id} has no region.`);
		}

		return found;
	});
	const missing = [...enabledByDefault].find(id => !regions.some(region => region.id === id));
	if (missing !== undefined) {
		throw new Error(`botocore has no region ${missing}.`);
	}

	return {
		date: packed,
		source: `The partitions of botocore ${version} that are open to everybody, as far as there is an EC2`,
		regions,
	};
};
