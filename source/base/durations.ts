import { count } from './count.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * A duration in milliseconds as people read it: `1 s`, `24 s`, `3 m 41 s`, `2 h 05 m`. The second unit has two digits,
 * so that a column of them stays aligned while it counts.
 */
export const durationText = (milliseconds: number): string => {
	const value = Math.max(0, milliseconds);
	if (value < minute) {
		return `${Math.floor(value / second)} s`;
	}

	if (value < hour) {
		return `${Math.floor(value / minute)} m ${twoDigits(Math.floor((value % minute) / second))} s`;
	}

	return `${Math.floor(value / hour)} h ${twoDigits(Math.floor((value % hour) / minute))} m`;
};

/** How long ago a time was: `just now`, `10 min ago`, `2 h ago`, `yesterday`, `3 days ago`. Times in milliseconds. */
export const agoText = (time: number, now: number): string => {
	const age = now - time;
	if (age < minute) {
		return 'just now';
	}

	if (age < hour) {
		return `${Math.floor(age / minute)} min ago`;
	}

	if (age < day) {
		return `${Math.floor(age / hour)} h ago`;
	}

	const days = Math.floor(age / day);
	return days === 1 ? 'yesterday' : `${count(days, 'day')} ago`;
};

type Amount = { readonly value: number; readonly short: string; readonly long: string };

/** The two units that matter, without those that are 0. */
const amounts = (milliseconds: number): readonly Amount[] => {
	const value = Math.max(0, milliseconds);
	const hours = { value: Math.floor(value / hour), short: 'h', long: 'hour' };
	const minutes = { value: Math.floor((value % hour) / minute), short: 'min', long: 'minute' };
	const seconds = { value: Math.floor((value % minute) / second), short: 's', long: 'second' };
	const told = (value < hour ? [minutes, seconds] : [hours, minutes]).filter(amount => amount.value > 0);
	return told.length === 0 ? [seconds] : told;
};

/** A duration in milliseconds within a sentence: `58 s`, `5 min 58 s`, `2 h 5 min`. */
export const sentenceDuration = (milliseconds: number): string =>
	amounts(milliseconds)
		.map(({ value, short }) => `${value} ${short}`)
		.join(' ');

/** A duration in milliseconds as it is read aloud: `31 seconds`, `1 minute 12 seconds`, `2 hours 5 minutes`. */
export const spokenDuration = (milliseconds: number): string =>
	amounts(milliseconds)
		.map(({ value, long }) => count(value, long))
		.join(' ');

/** A time in milliseconds since 1970 for machines, to the second: `2026-11-28T10:05:02Z`; empty if it is none. */
export const isoText = (time: number): string => {
	const date = new Date(time);
	return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace(/\.\d+Z$/, 'Z');
};

/** The month of a day: `September 2026` of `2026-09-30`. */
export const monthText = (day: string): string =>
	new Date(day).toLocaleDateString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day by the clock of the place: `29 Nov`. Milliseconds since 1970. */
export const dayText = (time: number): string => {
	const date = new Date(time);
	return `${date.getDate()} ${date.toLocaleDateString('en-US', { month: 'short' })}`;
};
