import { listedRate } from '../../../catalog/listed-rates.ts';
import type { RateOf } from './estimate.ts';

/** What our lists say. */
export const listedRates: RateOf = priced => {
	const found = listedRate(priced);
	return found && { amount: found.amount, currency: found.currency, from: { listed: found.date } };
};
