import type { AwsThing, CleanupEntry } from '../../../../builds/journal/journal.ts';
import type { OpenTimeline } from '../../../../builds/timeline/open-timeline.ts';

/** Whether something is what was noted; a machine is noted without an id until AWS said it. */
const isSame = ({ kind, id, name = id }: AwsThing, noted: AwsThing): boolean =>
	kind === noted.kind && ['', id, name].some(each => each === noted.id || each === noted.name);

/** What a clean-up found and did. A machine that is gone is kept no more; what a test machine left the build did not. */
export const readCleanup = (open: OpenTimeline, { time, removed, left, isWhole }: CleanupEntry): void => {
	const ofTest = open.test?.things ?? [];
	const ofBuild = removed.filter(thing => !ofTest.some(each => isSame(thing, each)));
	const all = [...(open.cleaned?.removed ?? []), ...ofBuild];
	if (open.test) {
		const isGone = (thing: AwsThing): boolean =>
			isWhole ? !left.some(({ kind }) => kind === thing.kind) : removed.some(each => isSame(each, thing));
		const things = open.test.things.filter(thing => !isGone(thing));
		open.test = { ...open.test, things, ...(things.length === 0 && { state: 'ended' as const }) };
	}

	open.cleaned = { time, removed: all, left, isWhole };
	const isMachine = ({ kind, id }: AwsThing): boolean => kind === 'instance' && id === open.instance;
	if (all.some(isMachine) || (isWhole && !left.some(({ kind }) => kind === 'instance'))) {
		open.kept = undefined;
	}
};
