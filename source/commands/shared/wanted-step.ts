import { didYouMean } from '../../base/nearest.ts';
import { Problem } from '../../base/problem.ts';
import type { Timeline } from '../../builds/timeline/timeline.ts';
import { lastValue } from '../../flags/parse.ts';
import type { Session } from './session.ts';

/**
 * The index of the step that a flag names, by its number or name; undefined if it is not given.
 * @throws Problem (exit 2) if there is none.
 */
export const wantedStep = (
	{ parsed }: Session,
	flag: string,
	{ steps }: Pick<Timeline, 'steps'>,
): number | undefined => {
	const wanted = lastValue(parsed, flag);
	if (wanted === undefined) {
		return undefined;
	}

	const names = steps.map(({ name }) => name);
	const index = /^\d+$/.test(wanted) ? Number(wanted) - 1 : names.indexOf(wanted);
	if (steps[index] === undefined) {
		throw new Problem(`There is no step ${wanted}.${didYouMean(wanted, names)}`, {
			reason: names.length === 0 ? 'The build has none.' : `There are: ${names.join(', ')}.`,
		});
	}

	return index;
};
