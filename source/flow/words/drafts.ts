import { agoText } from '../../base/durations.ts';

const clockText = (time: number): string => {
	const date = new Date(time);
	return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`;
};

/** `10:42`, or `yesterday` if it was not in the last day. Times in milliseconds. */
const whenText = (time: number, now: number): string =>
	now - time < 12 * 3_600_000 ? clockText(time) : agoText(time, now);

/** `your answers of 10:42`. */
export const draftName = ({ savedAt }: { readonly savedAt?: number | undefined }, now: number): string =>
	`your answers${savedAt === undefined ? '' : ` of ${whenText(savedAt, now)}`}`;
