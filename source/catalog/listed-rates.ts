import disks from './data/disk-prices.json' with { type: 'json' };
import others from './data/other-prices.json' with { type: 'json' };
import { hourlyPrice } from './prices.ts';
import type { Currency, Priced } from './rates.ts';
import { partitionOf } from './regions.ts';

/** Prices of disks as they are kept, made by `npm run catalog`. */
export type DiskPriceData = {
	/** `2022-02`. */
	readonly date: string;
	readonly source: string;
	/** What a GB costs a month, by the type of the disk. */
	readonly disks: readonly {
		readonly region: string;
		readonly currency: string;
		readonly gp3: number;
		readonly gp2: number;
	}[];
};

/** What something costs, by a list of ours. */
export type ListedRate = {
	readonly amount: number;
	readonly currency: Currency;
	/** The day of the list, or its month: `2025-03-02`, `2022-02`. */
	readonly date: string;
};

const diskData: DiskPriceData = disks;
const snapshots: Readonly<Record<string, number>> = others.snapshots;
const transfer: Readonly<Record<string, number>> = others.transfer;

const listedDisk = (region: string, type: 'gp2' | 'gp3'): ListedRate | undefined => {
	const found = diskData.disks.find(disk => disk.region === region);
	return (
		found && {
			amount: found[type],
			currency: found.currency === 'CNY' ? 'CNY' : 'USD',
			date: diskData.date,
		}
	);
};

const byHand = (amount: number | undefined): ListedRate | undefined =>
	amount === undefined ? undefined : { amount, currency: 'USD', date: others.date };

/** What a list of ours says of a price; undefined if none knows it. */
export const listedRate = (priced: Priced): ListedRate | undefined => {
	const { region } = priced;
	switch (priced.what) {
		case 'machine': {
			const price = hourlyPrice(priced.type, region);
			return price && { amount: price.usd, currency: 'USD', date: price.date };
		}

		case 'spot':
			// It changes by the hour.
			return undefined;
		case 'disk':
			return listedDisk(region, priced.type);
		case 'address':
			return byHand(partitionOf(region) === 'aws' ? others.address.aws : undefined);
		case 'snapshot':
			return byHand(snapshots[region]);
		case 'transfer':
			return byHand(transfer[`${region} ${priced.to}`] ?? transfer[region]);
	}
};
