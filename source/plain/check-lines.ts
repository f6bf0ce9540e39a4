import type { Check } from '../actions/actions.ts';

const words = { ok: 'ok', missing: 'missing', warning: 'note' } as const;

/** The checklist as lines, the status as a word. */
export const checkLines = (checks: readonly Check[]): readonly string[] => {
	const width = Math.max(0, ...checks.map(check => check.title.length));
	return checks.map(
		({ status, title, detail }) => `  ${words[status].padEnd(8)} ${title.padEnd(width)}  ${detail}`,
	);
};
