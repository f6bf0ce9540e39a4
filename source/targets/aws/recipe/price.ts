import { hourlyPrice } from '../../../catalog/prices.ts';
import { ourList } from './place.ts';

/**
 * What a machine costs: `about $0.0104 an hour, says our list of March 2025`; undefined if the list does not tell. On
 * demand, with a system that costs nothing itself: a spot machine costs less, and Red Hat's licence comes on top.
 */
export const priceText = (type: string, region: string): string | undefined => {
	const price = hourlyPrice(type, region);
	return price && `about $${price.usd} an hour, says ${ourList(price.date)}`;
};
