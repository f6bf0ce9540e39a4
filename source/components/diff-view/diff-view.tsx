import type { DiffLine } from '../../base/line-diff.ts';
import { type Line, line } from '../row.tsx';
import type { StyleName } from '../theme.ts';

const looks: Readonly<Record<DiffLine['kind'], { readonly sign: string; readonly style: StyleName }>> = {
	same: { sign: ' ', style: 'plain' },
	removed: { sign: '-', style: 'failed' },
	added: { sign: '+', style: 'done' },
};

/** The rows of a difference: `-` what goes, `+` what comes, and a few rows around. */
export const diffRows = (diff: readonly DiffLine[], around = 3): readonly Line[] => {
	const isNear = diff.map((_, index) =>
		diff.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
	);
	return diff.flatMap(({ kind, text }, index): Line[] => {
		if (isNear[index]) {
			return [line(`${looks[kind].sign} ${text}`, looks[kind].style)];
		}

		// One row stands for all that is left out.
		return isNear[index - 1] || index === 0 ? [line('  ...')] : [];
	});
};
