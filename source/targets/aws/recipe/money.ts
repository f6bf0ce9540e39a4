import { dayText } from '../../../base/durations.ts';
import type { Currency } from '../../../catalog/rates.ts';
import type { RateFrom } from './estimate.ts';
import { ourList } from './place.ts';

const signs: Readonly<Record<Currency, string>> = { USD: '$', CNY: '¥', EUR: '€' };

/** An amount as it is paid: `$0.06`, `$12.40`, `¥140`; what is less than a cent is `under $0.01`. */
export const moneyText = (amount: number, currency: Currency): string =>
	amount > 0 && amount < 0.01
		? `under ${signs[currency]}0.01`
		: `${signs[currency]}${amount.toFixed(amount < 100 ? 2 : 0)}`;

/** A price of one of many, as exactly as it counts: `$0.0104`, `$0.08`. */
export const rateText = (amount: number, currency: Currency): string =>
	`${signs[currency]}${Number(amount.toPrecision(4))}`;

/** Where a price is from: `AWS on 29 Nov`, `our list of March 2025`. */
export const rateFromText = (from: RateFrom): string =>
	'listed' in from ? ourList(from.listed) : `AWS on ${dayText(from.told)}`;
