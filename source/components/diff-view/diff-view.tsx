import { pieces } from '../../base/cells.ts';
import type { DiffLine } from '../../base/line-diff.ts';
import { readable } from '../../base/printable.ts';
import { type Line, line } from '../row.tsx';
import type { StyleName } from '../theme.ts';

const looks: Readonly<Record<DiffLine['kind'], { readonly sign: string; readonly style: StyleName }>> = {
	same: { sign: ' ', style: 'plain' },
	removed: { sign: '-', style: 'failed' },
	added: { sign: '+', style: 'done' },
};

/** A line of a file in as many rows as it needs: what is read before it runs has no end out of sight. */
export const textRows = (before: string, text: string, width: number, style?: StyleName): readonly Line[] =>
	pieces(readable(text), width - before.length).map((piece, index) =>
		line(`${index === 0 ? before : ' '.repeat(before.length)}${piece}`, style),
	);

/** The rows of a difference: `-` what goes, `+` what comes, and a few lines around. */
export const diffRows = (diff: readonly DiffLine[], width: number, around = 3): readonly Line[] => {
	const isNear = diff.map((_, index) =>
		diff.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
	);
	return diff.flatMap(({ kind, text }, index): readonly Line[] => {
		if (isNear[index]) {
			return textRows(`${looks[kind].sign} `, text, width, looks[kind].style);
		}

		// One row stands for all that is left out.
		return isNear[index - 1] || index === 0 ? [line('  ...')] : [];
	});
};
