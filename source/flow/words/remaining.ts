import type { Glance } from '../../builds/timeline/glance.ts';
import { remainingOf } from '../../builds/times/remaining.ts';
import { costSoFar } from '../../builds/times/so-far.ts';
import { moneyText } from '../../targets/aws/recipe/money.ts';

const minute = 60_000;

/** What is less than this is over before anybody has read it. */
const moment = 5000;

const minutesText = (milliseconds: number): string =>
	milliseconds < minute ? 'less than a minute' : `about ${Math.round(milliseconds / minute)} min`;

/**
 * How long a build still takes, as far as one expects: `about 4 min left`; `longer than the 6 min expected, about 2 min left
 * behind this`. Undefined where nothing is expected of it. Milliseconds since 1970.
 */
export const remainingText = (glance: Glance, now: number): string | undefined => {
	const remaining = remainingOf(glance, now);
	if (!remaining) {
		return undefined;
	}

	const { running, behind, expected, over } = remaining;
	const left = (running ?? 0) + behind;
	const texts = [
		...(over > moment
			? [
					expected < minute
						? 'longer than expected'
						: `longer than the ${Math.round(expected / minute)} min expected`,
				]
			: []),
		...(left > moment ? [`${minutesText(left)} left${running === undefined ? ' behind this' : ''}`] : []),
	];
	return texts.length === 0 ? 'nearly done' : texts.join(', ');
};

/** What a build has cost so far: `$0.02 so far`; undefined where that is nothing, or not known. */
export const costSoFarText = (glance: Glance, now: number): string | undefined => {
	const cost = costSoFar(glance, now);
	return cost && `${moneyText(cost.amount, cost.currency)} so far`;
};
