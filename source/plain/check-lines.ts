import type { Check } from '../flow/checks.ts';
import { labelled } from './labelled.ts';

const words = { ok: 'ok', missing: 'missing', warning: 'note' } as const;

/** The checklist as lines of at most the width in characters, the status as a word. */
export const checkLines = (checks: readonly Check[], width: number): readonly string[] => {
	const longest = Math.max(0, ...checks.map(check => check.title.length));
	return checks.flatMap(({ status, title, detail }) =>
		labelled(`  ${words[status].padEnd(8)} ${title.padEnd(longest)}  `, detail, width),
	);
};
