import { amountText, type Unit } from './amounts.ts';
import { median, quantile, spread } from './statistics.ts';

/** What was measured of one thing, again and again. */
export type Series = {
	readonly name: string;
	readonly unit: Unit;
	readonly values: readonly number[];
	/** Why there are none. */
	readonly why?: string;
};

/** `unclear`: the machine was too noisy to tell. `untold`: it could not be measured, or has no target. */
export type Verdict = 'met' | 'missed' | 'unclear' | 'untold';

/** A row of the table, its cells as texts. */
export type Row = {
	readonly what: string;
	readonly ours: string;
	readonly other: string;
	readonly ratio: string;
	readonly target: string;
	readonly runs: string;
	readonly verdict: Verdict;
	/** Why it could not be measured here. */
	readonly why?: string;
};

/** The middle half of what never changes lies no further apart than this share of the median. */
export const mostSpread = 0.15;

/** Whether what was measured says more of the machine than of the program: of one value nobody can tell. */
const isNoisy = ({ values }: Series): boolean => values.length > 1 && spread(values) > mostSpread;

const seriesText = ({ unit, values }: Series): string => {
	const text = amountText(median(values), unit);
	return values.length > 1 ? `${text} ±${Math.round((spread(values) / 2) * 100)} %` : text;
};

const verdictOf = (isMet: boolean, witnesses: readonly Series[]): Verdict =>
	witnesses.some(isNoisy) ? 'unclear' : isMet ? 'met' : 'missed';

/** What could not be measured here, and why. */
const missingRow = (what: string, target: string, why: string): Row => ({
	what,
	ours: 'not measured',
	other: '–',
	ratio: '–',
	target,
	runs: '0',
	verdict: 'untold',
	why,
});

export type Comparison = {
	readonly what: string;
	readonly ours: Series;
	readonly other: Series;
	/** The most that the median of ours may be of that of the other; and what it may be more than that, in its unit. */
	readonly most: number;
	readonly plus?: number;
	/** What never changes and was measured in between, beside the other: if that is noisy, nothing can be told. */
	readonly witnesses?: readonly Series[];
};

/** Ours beside another, measured in turns. */
export const comparisonRow = ({ what, ours, other, most, plus = 0, witnesses = [] }: Comparison): Row => {
	const target = `≤ ${most} ×${plus > 0 ? ` + ${amountText(plus, ours.unit)}` : ''}`;
	const why = ours.why ?? other.why;
	if (why !== undefined) {
		return missingRow(what, target, why);
	}

	const [mine, theirs] = [median(ours.values), median(other.values)];
	return {
		what,
		ours: seriesText(ours),
		other: `${other.name} ${seriesText(other)}`,
		ratio: `${(mine / theirs).toFixed(2)} ×`,
		target,
		runs: String(ours.values.length),
		verdict: verdictOf(mine <= theirs * most + plus, [other, ...witnesses]),
	};
};

export type Limit = {
	readonly what: string;
	readonly ours: Series;
	/** The most that the given share of the values may be: 0.5 is the median, 1 the largest. */
	readonly most: number;
	readonly share?: number;
	readonly witnesses?: readonly Series[];
};

/** Ours beside a number. */
export const limitRow = ({ what, ours, most, share = 0.5, witnesses = [] }: Limit): Row => {
	const target = `≤ ${amountText(most, ours.unit)}`;
	if (ours.why !== undefined) {
		return missingRow(what, target, ours.why);
	}

	const value = quantile(ours.values, share);
	return {
		what,
		ours: amountText(value, ours.unit),
		other: '–',
		ratio: '–',
		target,
		runs: String(ours.values.length),
		verdict: verdictOf(value <= most, witnesses),
	};
};
