import snapshot from './data/regions.json' with { type: 'json' };

/** A commercial region of AWS. */
export type Region = {
	readonly id: string;
	/** `Europe (Ireland)`. */
	readonly name: string;
	/** Whether an account must enable it before use. */
	readonly optIn: boolean;
};

/** The day of the snapshot, `2026-11-22`. */
export const regionsDate: string = snapshot.date;

export const regions: readonly Region[] = snapshot.regions;

export const findRegion = (id: string): Region | undefined => regions.find(region => region.id === id);

/** A part of AWS that shares no accounts with the others. */
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
