import type { AwsThing, CleanupEntry } from '../../../../builds/journal/journal.ts';
import type { OpenTimeline } from '../../../../builds/timeline/open-timeline.ts';

/** What a clean-up found and did. A machine that is gone is kept no more. */
export const readCleanup = (open: OpenTimeline, { time, removed, left, isWhole }: CleanupEntry): void => {
	const all = [...(open.cleaned?.removed ?? []), ...removed];
	if (open.test) {
		const isGone = ({ kind, id, name }: AwsThing): boolean =>
			isWhole
				? !left.some(thing => thing.kind === kind)
				: removed.some(
						thing => thing.kind === kind && [id, name].some(each => each === thing.id || each === thing.name),
					);
		const things = open.test.things.filter(thing => !isGone(thing));
		open.test = { ...open.test, things, ...(things.length === 0 && { state: 'ended' as const }) };
	}

	open.cleaned = { time, removed: all, left, isWhole };
	const isMachine = ({ kind, id }: AwsThing): boolean => kind === 'instance' && id === open.instance;
	if (all.some(isMachine) || (isWhole && !left.some(({ kind }) => kind === 'instance'))) {
		open.kept = undefined;
	}
};
