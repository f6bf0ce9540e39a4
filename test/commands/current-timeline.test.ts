import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Actions } from '../../source/actions/contract.ts';
import { currentTimeline } from '../../source/commands/shared/current-timeline.ts';
import { endedBuild, following, header, timelineOf } from './timelines.ts';

test('a journal that is read in several pieces is read to its end', async () => {
	const follow: Actions['follow'] = async (_id, onChange, signal) => {
		const begun = timelineOf([header()]);
		onChange(begun, []);
		await setImmediate();
		return signal?.aborted ? begun : timelineOf(endedBuild('done'));
	};
	expect((await currentTimeline({ follow } as Actions, '7f3a')).result).toBe('done');
});

test('the end of a build that goes on is not waited for', async () => {
	const follow = following(endedBuild('done'), new Promise(() => undefined));
	expect((await currentTimeline({ follow } as Actions, '7f3a')).result).toBeUndefined();
});
