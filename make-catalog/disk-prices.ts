import * as z from 'zod';
import type { DiskPriceData } from '../source/catalog/listed-rates.ts';

/** A month's price of a GB, by its currency. */
const perGb = z.object({ pricePerGBMonth: z.partialRecord(z.enum(['USD', 'CNY']), z.string()) });

/** What aws-clutter knows of the prices of disks. */
export const recordedDiskPrices = z.object({
	version: z.string(),
	/** Places as AWS prices them: regions, and zones of other kinds. */
	places: z.array(
		z.object({
			rzCode: z.string(),
			rzType: z.string(),
			ebs_prices: z.object({ gp2: z.exactOptional(perGb), gp3: z.exactOptional(perGb) }),
		}),
	),
});

/** Nothing in the package tells its day: the month in which it was published. */
const published = '2022-02';

/** The prices of disks in all regions that are known. @throws Error if a region has prices of two currencies, or few are known. */
export const makeDiskPrices = ({ version, places }: z.infer<typeof recordedDiskPrices>): DiskPriceData => {
	const disks = places.flatMap(({ rzCode, rzType, ebs_prices: { gp2, gp3 } }) => {
		const [currency, ...others] = Object.keys(gp3?.pricePerGBMonth ?? {});
		if (others.length > 0) {
			throw new Error(`${rzCode} has prices in ${currency} and ${others.join()}.`);
		}

		return rzType === 'region' && (currency === 'USD' || currency === 'CNY')
			? [
					{
						region: rzCode,
						currency,
						gp3: Number(gp3?.pricePerGBMonth[currency]),
						gp2: Number(gp2?.pricePerGBMonth[currency]),
					} as const,
				]
			: [];
	});
	if (disks.length < 20) {
		throw new Error(`Only ${disks.length} regions have a price of disks.`);
	}

	return {
		date: published,
		source: `The prices of EBS that aws-clutter ${version} brings`,
		disks: disks.sort((one, other) => one.region.localeCompare(other.region)),
	};
};
