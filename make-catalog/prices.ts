import * as z from 'zod';
import type { InstanceTypeData } from '../source/catalog/instance-types.ts';
import { type PriceData, sizeFactor } from '../source/catalog/prices.ts';

/** What Libcloud knows of prices. */
export const recordedPrices = z.object({
	version: z.string(),
	/** The day of its list. */
	updated: z.string().regex(/^\d{4}-\d\d-\d\d$/),
	/** US dollars an hour of a machine with Linux, by type and region. */
	linux: z.record(z.string(), z.record(z.string(), z.number().nonnegative())),
});
type RecordedPrices = z.infer<typeof recordedPrices>;

/** Dedicated hardware costs up to a tenth more than the shared that is meant; what costs more still is priced otherwise. */
const mostForDedicated = 1.12;
const isAlike = (price: number, other: number): boolean => Math.abs(price - other) <= other / 50;

/**
 * What a machine of the smallest size would cost. In Libcloud's list zeros mean that it does not know, and some prices are
 * those of dedicated hardware; since EC2's prices grow with the size, the lowest that several sizes agree on is the true one.
 * @returns 0 if none is, or if the family's prices do not grow with the size.
 */
const unitPrice = (prices: readonly number[]): number => {
	const known = prices.filter(price => price > 0);
	const least = Math.min(...known);
	const isByTheSize = known.every(price => price <= least * mostForDedicated);
	return isByTheSize && known.filter(price => isAlike(price, least)).length > 1
		? Number(least.toPrecision(4))
		: 0;
};

/**
 * The prices of the catalogue's families in its regions, from what Libcloud knows.
 * @throws Error if it knows few: then it calls types or regions otherwise.
 */
export const makePrices = (
	{ version, updated, linux }: RecordedPrices,
	{ families, regionsRecorded }: Pick<InstanceTypeData, 'families' | 'regionsRecorded'>,
): PriceData => {
	const rows = families.map(({ name, sizes }) => [
		name,
		...regionsRecorded.map(region =>
			unitPrice(
				sizes.map(([size]) => {
					const factor = sizeFactor(String(size));
					return factor === undefined ? 0 : (linux[`${name}.${size}`]?.[region] ?? 0) / factor;
				}),
			),
		),
	]);
	const priced = rows.filter(row => row.slice(1).some(price => price !== 0));
	if (priced.length < families.length / 4) {
		throw new Error(`Only ${priced.length} of ${families.length} families have a price.`);
	}

	return {
		date: updated,
		source: `The list of prices that Libcloud ${version} brings, on demand, with Linux`,
		regions: regionsRecorded,
		families: priced,
	};
};
