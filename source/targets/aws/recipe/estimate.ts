import { type Currency, type Priced, rateName } from '../../../catalog/rates.ts';
import { usedZone, volumeSize } from '../../../recipe/base.ts';
import type { Recipe } from '../../../recipe/schema.ts';

/** Where a price is from: AWS, in milliseconds since 1970, or a list of ours, by its day or month. */
export type RateFrom = { readonly told: number } | { readonly listed: string };

export type Rate = { readonly amount: number; readonly currency: Currency; readonly from: RateFrom };

/** What something costs; undefined if nobody knows. */
export type RateOf = (priced: Priced) => Rate | undefined;

/** A price by its name (`rateName`), as a build keeps those that it is told to cost by. */
export type NamedRate = Rate & { readonly name: string };

/** What rates that were kept say. */
export const keptRates =
	(rates: readonly NamedRate[]): RateOf =>
	priced =>
		rates.find(({ name }) => name === rateName(priced));

/** How long a build has what is paid by the time, in milliseconds. */
export type PaidTimes = {
	/** The machine runs, and has its public address. */
	readonly machine: number;
	/** It has its disk. */
	readonly disk: number;
};

/** A part of what a build costs. */
export type CostPart = {
	readonly id: 'machine' | 'disk' | 'address' | 'transfer' | 'snapshot';
	/** `t3.micro`, `8 GB of gp3`, `4 GB to eu-west-1`. */
	readonly what: string;
	readonly per: 'build' | 'month';
	/** How often the price counts: hours, GB, or months of GB. */
	readonly times: number;
	readonly unit: 'hour' | 'GB' | 'GB and month';
	/** Undefined if nobody knows what it costs: then it is not in the sum. */
	readonly rate: Rate | undefined;
};

export type Estimate = {
	readonly currency: Currency;
	readonly parts: readonly CostPart[];
	/** The sums of what is known. */
	readonly build: number;
	readonly month: number;
	/** Milliseconds from launch to the end of the disk, as far as one expects. */
	readonly paid: PaidTimes;
};

const hour = 3_600_000;

/** Hours of a month, as AWS divides what it takes for one. */
const monthHours = 730;

/** How much of a disk an image fills that nobody has seen yet: only what is written there is paid for. */
export const assumedFullness = 0.5;

/** What the part costs; undefined if nobody knows. */
export const partCost = ({ times, rate }: CostPart): number | undefined => rate && times * rate.amount;

const inTenths = (gib: number): string => String(Math.round(gib * 10) / 10);

/** What is paid while the machine is there, and how often an hour's or a month's price counts then. */
const byTime = (recipe: Recipe, rateOf: RateOf, { machine, disk }: PaidTimes): readonly CostPart[] => {
	const {
		aws: { instanceType: type, region, spot, network, volume },
	} = recipe;
	const size = volumeSize(recipe);
	const zone = usedZone(network);
	const ofDay = spot
		? rateOf({ what: 'spot', region, type, ...(zone !== undefined && { zone }) })
		: undefined;
	return [
		{
			id: 'machine',
			// Packer pays what one on demand costs, and no more.
			what: spot ? `${type}, spot${ofDay ? '' : ' at most'}` : type,
			per: 'build',
			times: machine / hour,
			unit: 'hour',
			rate: ofDay ?? rateOf({ what: 'machine', region, type }),
		},
		{
			id: 'disk',
			what: `${size} GB of ${volume.type}`,
			per: 'build',
			times: (size * disk) / hour / monthHours,
			unit: 'GB and month',
			rate: rateOf({ what: 'disk', region, type: volume.type }),
		},
		...(network.address === 'public'
			? ([
					{
						id: 'address',
						what: 'a public address',
						per: 'build',
						times: machine / hour,
						unit: 'hour',
						rate: rateOf({ what: 'address', region }),
					},
				] as const)
			: []),
	];
};

/** Image and copies: what is sent once, and what is kept. */
const byContent = (recipe: Recipe, rateOf: RateOf): readonly CostPart[] => {
	const {
		aws: { region, copyTo },
	} = recipe;
	const gib = volumeSize(recipe) * assumedFullness;
	return [
		...copyTo.map(
			(to): CostPart => ({
				id: 'transfer',
				what: `${inTenths(gib)} GB sent to ${to}`,
				per: 'build',
				times: gib,
				unit: 'GB',
				rate: rateOf({ what: 'transfer', region, to }),
			}),
		),
		...[region, ...copyTo].map(
			(where): CostPart => ({
				id: 'snapshot',
				what: `${inTenths(gib)} GB kept in ${where}`,
				per: 'month',
				times: gib,
				unit: 'GB and month',
				rate: rateOf({ what: 'snapshot', region: where }),
			}),
		),
	];
};

const sum = (parts: readonly CostPart[], per: CostPart['per']): number =>
	parts.filter(part => part.per === per).reduce((all, part) => all + (partCost(part) ?? 0), 0);

/** What a build in AWS would cost, and what it costs to keep what it makes. Nothing is taken off for a free tier. */
export const estimateCost = (recipe: Recipe, rateOf: RateOf, paid: PaidTimes): Estimate => {
	const parts = [...byTime(recipe, rateOf, paid), ...byContent(recipe, rateOf)];
	const currency = parts.find(({ rate }) => rate)?.rate?.currency ?? 'USD';
	return { currency, parts, build: sum(parts, 'build'), month: sum(parts, 'month'), paid };
};

/** Which prices an estimate needs. */
export const neededPrices = (recipe: Recipe): readonly Priced[] => {
	const needed: Priced[] = [];
	estimateCost(
		recipe,
		priced => {
			needed.push(priced);
			return undefined;
		},
		{ machine: 0, disk: 0 },
	);
	return needed;
};

/** The prices that an estimate needs, as far as they are known. */
export const ratesFor = (recipe: Recipe, rateOf: RateOf): readonly NamedRate[] =>
	neededPrices(recipe).flatMap(priced => {
		const rate = rateOf(priced);
		return rate ? [{ name: rateName(priced), ...rate }] : [];
	});

/** What is paid by the time alone, for so long: the machine, its disk and its address. Undefined if nobody knows its price. */
export const costByTime = (
	recipe: Recipe,
	rateOf: RateOf,
	paid: PaidTimes,
): { readonly amount: number; readonly currency: Currency } | undefined => {
	const [machine, ...others] = byTime(recipe, rateOf, paid);
	return machine?.rate && { amount: sum([machine, ...others], 'build'), currency: machine.rate.currency };
};
