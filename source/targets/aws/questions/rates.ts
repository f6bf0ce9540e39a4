import { type Priced, rateName } from '../../../catalog/rates.ts';
import type { Facts } from '../../../questions/question.ts';
import type { Rate, RateOf } from '../recipe/estimate.ts';
import { listedRates } from '../recipe/listed-rates.ts';

/** What AWS said of a price; undefined where it was not asked, or does not know. */
export const toldRate = (facts: Pick<Facts, 'aws'> | undefined, priced: Priced): Rate | undefined => {
	const name = rateName(priced);
	const found = facts?.aws?.prices?.value.find(rate => rate.name === name);
	return found && { amount: found.amount, currency: found.currency, from: { told: found.at } };
};

/** What AWS said of prices, and where it did not, what our lists say. */
export const knownRates =
	(facts: Pick<Facts, 'aws'> | undefined): RateOf =>
	priced =>
		toldRate(facts, priced) ?? listedRates(priced);
