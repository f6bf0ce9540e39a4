import {
	costByTime,
	type Estimate,
	estimateCost,
	keptRates,
	type PaidTimes,
} from '../../targets/aws/recipe/estimate.ts';
import { moneyText } from '../../targets/aws/recipe/money.ts';
import type { Glance } from '../timeline/glance.ts';
import type { PhaseId } from '../timeline/stages.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { amiPart } from './remaining.ts';

/** How long a build has had, up to now, what is paid by the time. Milliseconds since 1970. */
const paidSoFar = (glance: Glance, now: number): PaidTimes => {
	const { phases, result, time } = amiPart(glance);
	const of = (id: PhaseId) => phases.find(phase => phase.id === id);
	const launched = of('launch')?.began;
	if (launched === undefined) {
		return { machine: 0, disk: 0 };
	}

	// A machine that is stopped costs nothing but its disk, which is there until all is removed.
	const gone = of('cleanup')?.ended ?? (result === undefined ? Math.max(now, time) : time);
	const stopped = of('stop')?.status === 'done' ? of('stop')?.ended : undefined;
	return { machine: Math.max(0, (stopped ?? gone) - launched), disk: Math.max(0, gone - launched) };
};

/** What a real build has cost so far by the prices that it began with; undefined where that is nothing, or not known. */
export const costSoFar = (glance: Glance, now: number): ReturnType<typeof costByTime> => {
	const { mode, recipe, estimate } = glance.header;
	return mode === 'aws' && estimate
		? costByTime(recipe, keptRates(estimate.rates), paidSoFar(glance, now))
		: undefined;
};

/** What a build cost that is over, and what it costs a month to keep the images that it made, about, in US dollars or as AWS is paid there. */
export type BuildCost = Pick<Estimate, 'currency' | 'build' | 'month'>;

/** The same of a real build, by the prices that it began with; undefined where they are not known. */
export const buildCost = (timeline: Timeline): BuildCost | undefined => {
	const { header, artifacts, time } = timeline;
	if (costSoFar(timeline, time) === undefined) {
		return undefined;
	}

	const made = artifacts.map(({ region }) => region);
	const { recipe, estimate } = header;
	const { region } = recipe.aws;
	// What was not made, or was not copied, is not kept.
	const aws = { ...recipe.aws, copyTo: recipe.aws.copyTo.filter(to => made.includes(to)) };
	const cost = estimateCost({ ...recipe, aws }, keptRates(estimate?.rates ?? []), paidSoFar(timeline, time));
	return { currency: cost.currency, build: cost.build, month: made.includes(region) ? cost.month : 0 };
};

/** What a build cost, label and text; nothing where that is nothing, or not known. */
export const costTexts = (timeline: Timeline): readonly (readonly [label: string, text: string])[] => {
	const cost = buildCost(timeline);
	if (!cost) {
		return [];
	}

	const build = `about ${moneyText(cost.build, cost.currency)} to build`.replace('about under', 'under');
	const month = cost.month > 0 ? `, ${moneyText(cost.month, cost.currency)} a month to keep` : '';
	return [['Cost', build + month]];
};
