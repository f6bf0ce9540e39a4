import type { Partition } from './regions.ts';

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
