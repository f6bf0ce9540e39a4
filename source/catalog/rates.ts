import disks from './data/disk-prices.json' with { type: 'json' };
import others from './data/other-prices.json' with { type: 'json' };
import { hourlyPrice } from './prices.ts';
import { type Partition, partitionOf } from './regions.ts';

/** What AWS counts in: China has its own currency, and so has the European Sovereign Cloud. */
export const currencies = ['USD', 'CNY', 'EUR'] as const;
export type Currency = (typeof currencies)[number];

/** What each part of AWS is paid in. */
export const partitionCurrencies: Readonly<Record<Partition, Currency>> = {
	aws: 'USD',
	'aws-cn': 'CNY',
	'aws-us-gov': 'USD',
	'aws-eusc': 'EUR',
};

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

/**
 * What has a price of its own. A machine on demand, a spot machine and a public address by the hour, a disk and a snapshot by the GB and
 * month, what is sent to another region by the GB.
 */
export type Priced =
	| { readonly what: 'machine'; readonly region: string; readonly type: string }
	/** In a zone; in any of the region if none is named. */
	| {
			readonly what: 'spot';
			readonly region: string;
			readonly type: string;
			readonly zone?: string | undefined;
	  }
	| { readonly what: 'disk'; readonly region: string; readonly type: 'gp2' | 'gp3' }
	| { readonly what: 'address' | 'snapshot'; readonly region: string }
	| { readonly what: 'transfer'; readonly region: string; readonly to: string };

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

/** The name of a price, the same for the same thing: `disk eu-west-1 gp3`. */
export const rateName = (priced: Priced): string =>
	[
		priced.what,
		priced.region,
		...('type' in priced ? [priced.type] : []),
		...('zone' in priced ? [priced.zone] : []),
		...('to' in priced ? [priced.to] : []),
	]
		.filter(part => part !== undefined)
		.join(' ');
