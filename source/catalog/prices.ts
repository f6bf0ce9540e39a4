import snapshot from './data/prices.json' with { type: 'json' };

/** Prices as they are kept, made by `npm run catalog`. */
export type PriceData = {
	/** The day of the list: `2025-03-02`. */
	readonly date: string;
	readonly source: string;
	readonly regions: readonly string[];
	/**
	 * A family, and US dollars an hour of its size `small` in each of the regions, whether there is one or not; 0 where nobody
	 * knows.
	 */
	readonly families: readonly (readonly (string | number)[])[];
};

/** What a machine costs, by a list of that day. */
export type HourlyPrice = {
	/** US dollars an hour, on demand, with a system that costs nothing itself. */
	readonly usd: number;
	/** `2025-03-02`. */
	readonly date: string;
};

const smallSizes = new Map([
	['nano', 1 / 4],
	['micro', 1 / 2],
	['small', 1],
	['medium', 2],
	['large', 4],
	['xlarge', 8],
]);

/** How often the size `small` is in a size: EC2's prices grow with it. Bare metal has no such size. */
export const sizeFactor = (size: string): number | undefined => {
	const [, times] = /^(\d+)xlarge$/.exec(size) ?? [];
	return times === undefined ? smallSizes.get(size) : 8 * Number(times);
};

const data: PriceData = snapshot;

/** What a machine of the type costs in the region, about; undefined if the list does not tell. */
export const hourlyPrice = (type: string, region: string): HourlyPrice | undefined => {
	const [family = '', size = ''] = type.split('.');
	const unit = data.families.find(([name]) => name === family)?.[data.regions.indexOf(region) + 1];
	const factor = sizeFactor(size);
	return typeof unit === 'number' && unit > 0 && factor !== undefined
		? { usd: Number((unit * factor).toPrecision(3)), date: data.date }
		: undefined;
};
