import { type StyleName, signs } from '../../components/theme.ts';
import type { HomeTarget } from '../../flow/home.ts';
import type { BuildRow } from '../../flow/rows.ts';

export type Sign = { readonly text: string; readonly style: StyleName };

const buildSign = ({ result, notRun = [] }: BuildRow): Sign => {
	switch (result) {
		case undefined:
			return { text: signs.running, style: 'accent' };
		case 'failed':
			return { text: signs.failed, style: 'failed' };
		case 'done':
			// A rehearsal that only checked some of its scripts is not all done.
			return notRun.length > 0
				? { text: signs.notRun, style: 'warning' }
				: { text: signs.done, style: 'done' };
		default:
			return { text: signs.warning, style: 'warning' };
	}
};

/** How what a row stands for came out, in front of its name. */
export const signOf = (target: HomeTarget): Sign | undefined =>
	target.kind === 'build' ? buildSign(target.build) : undefined;
