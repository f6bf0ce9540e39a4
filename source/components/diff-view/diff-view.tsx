import type { DiffLine } from '../../base/line-diff.ts';
import { type Line, line } from '../row.tsx';

/** The rows of a difference: `-` what goes, `+` what comes, and a few rows around. */
export const diffRows = (diff: readonly DiffLine[], around = 3): readonly Line[] => {
	const isNear = diff.map((_, index) =>
		diff.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
	);
	return diff.flatMap(({ kind, text }, index): Line[] => {
		if (!isNear[index]) {
			// One row stands for all that is left out.
			return isNear[index - 1] || index === 0 ? [line('  ...')] : [];
		}

		switch (kind) {
			case 'removed':
				return [line(`- ${text}`, 'failed')];
			case 'added':
				return [line(`+ ${text}`, 'done')];
			case 'same':
				return [line(`  ${text}`)];
		}
	});
};
