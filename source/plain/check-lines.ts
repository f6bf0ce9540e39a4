import { cellWidth, padEnd } from '../base/cells.ts';
import type { Check } from '../flow/checks.ts';
import { labelled } from './labelled.ts';

const words = { ok: 'ok', missing: 'missing', warning: 'note', unknown: '?' } as const;

/** The checklist as lines of at most so many cells, the status as a word. */
export const checkLines = (checks: readonly Check[], width: number): readonly string[] => {
	const longest = Math.max(0, ...checks.map(check => cellWidth(check.title)));
	return checks.flatMap(({ status, title, detail, advice }) => {
		const label = `  ${padEnd(words[status], 8)} ${padEnd(title, longest)}  `;
		const below = ' '.repeat(cellWidth(label));
		return [
			...labelled(label, detail, width),
			...(advice?.lines ?? []).flatMap(text => labelled(below, `${advice?.label}: ${text}`, width)),
		];
	});
};
