import snapshot from './data/regions.json' with { type: 'json' };

/** A region of AWS that is open to everybody. */
export type Region = {
	readonly id: string;
	/** `Europe (Ireland)`. */
	readonly name: string;
	/** Whether an account must enable it before use. */
	readonly optIn: boolean;
};

/** The regions as they are kept, made by `npm run catalog`. */
export type RegionData = {
	/** The day of the data, not of the file: `2026-11-20`. */
	readonly date: string;
	readonly source: string;
	readonly regions: readonly Region[];
};

const data: RegionData = snapshot;

/** The day of the data, `2026-11-20`. */
export const regionsDate: string = data.date;

/** All regions, those of the commercial partition first. */
export const regions: readonly Region[] = data.regions;

export const findRegion = (id: string): Region | undefined => regions.find(region => region.id === id);

/** A part of AWS that shares no accounts with the others: no image goes from one to another. */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc';

/** The partition of a region, also of one that the catalogue does not know: its name tells. */
export const partitionOf = (region: string): Partition => {
	switch (/^(?:cn|us-gov|eusc)(?=-)/.exec(region)?.[0]) {
		case 'cn':
			return 'aws-cn';
		case 'us-gov':
			return 'aws-us-gov';
		case 'eusc':
			return 'aws-eusc';
		default:
			return 'aws';
	}
};

/** What the addresses of AWS in a region end with. */
export const addressEnd = (region: string): string => {
	switch (partitionOf(region)) {
		case 'aws-cn':
			return 'amazonaws.com.cn';
		case 'aws-eusc':
			return 'amazonaws.eu';
		default:
			return 'amazonaws.com';
	}
};

/** As partitions are called in a sentence. */
export const partitionNames: Readonly<Record<Partition, string>> = {
	aws: 'AWS',
	'aws-cn': 'AWS China',
	'aws-us-gov': 'AWS GovCloud',
	'aws-eusc': 'the AWS European Sovereign Cloud',
};
