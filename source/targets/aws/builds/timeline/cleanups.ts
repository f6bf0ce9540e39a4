import type { AwsThing, CleanupEntry } from '../../../../builds/journal/journal.ts';
import type { OpenTimeline } from '../../../../builds/timeline/open-timeline.ts';

/** What a clean-up found and did. A machine that is gone is kept no more. */
export const readCleanup = (open: OpenTimeline, { time, removed, left, isWhole }: CleanupEntry): void => {
	const all = [...(open.cleaned?.removed ?? []), ...removed];
	open.cleaned = { time, removed: all, left, isWhole };
	const isMachine = ({ kind, id }: AwsThing): boolean => kind === 'instance' && id === open.instance;
	if (all.some(isMachine) || (isWhole && !left.some(({ kind }) => kind === 'instance'))) {
		open.kept = undefined;
	}
};
