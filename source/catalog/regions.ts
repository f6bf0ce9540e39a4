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
