import type { Timeline } from './timeline.ts';

/** How a rehearsal begins what it says of a script that it does not run (`checkScript` of the rehearsal). */
const notRun = /^(?:Checked, not run|Not run)\b/;

/**
 * Indexes of the steps that a rehearsal only checked, such as those that need a token that is not there: the first that
 * they printed says so.
 */
export const stepsNotRun = ({ header, log }: Pick<Timeline, 'header' | 'log'>): ReadonlySet<number> => {
	const found = new Set<number>();
	if (header.mode !== 'rehearsal') {
		return found;
	}

	const seen = new Set<number>();
	for (const { step, source, text } of log) {
		if (step !== undefined && source === 'stdout' && !seen.has(step)) {
			seen.add(step);
			if (notRun.test(text)) {
				found.add(step);
			}
		}
	}

	return found;
};
