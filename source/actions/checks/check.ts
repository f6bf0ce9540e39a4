import type { Problem } from '../../base/problem.ts';
import type { Check } from '../../flow/checks.ts';
import { differenceLabels } from '../../flow/files.ts';
import type { Remedy } from '../../flow/remedies.ts';

/** What is there. */
export const ok = (id: Check['id'], title: string, detail: string): Check => ({
	id,
	status: 'ok',
	title,
	detail,
	remedies: [],
});

/** The files go elsewhere. */
export const anotherFolder: Remedy = {
	id: 'another-folder',
	label: differenceLabels.elsewhere,
	details: ['give its path'],
};

/** A Problem as one line: what, and why. */
export const sentence = (problem: Problem): string =>
	[problem.message, problem.reason].filter(Boolean).join(' ');

/** What the person can do where nothing can be done for them, to spread into a check. */
export const advice = (lines: readonly string[], label = 'What to do'): Pick<Check, 'advice'> =>
	lines.length === 0 ? {} : { advice: { label, lines } };
