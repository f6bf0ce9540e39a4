import type { Timeline } from '../../builds/timeline/timeline.ts';
import type { Effect } from '../state.ts';
import type { BuildEvent } from './build-state.ts';

/** Follows a build until it is over or the screen is closed. */
export const followTask = (id: string): Effect<BuildEvent> => ({
	type: 'task',
	run: async ({ actions, emit, signal }) => {
		const tell = (timeline: Timeline): void => {
			const type = timeline.result === undefined ? 'timeline' : 'ended';
			emit({ type, timeline, summary: actions.summary(timeline) });
		};
		tell(await actions.follow(id, ({ timeline }) => tell(timeline), signal));
	},
});
